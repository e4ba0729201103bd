// Loading these first, as ES modules, keeps CommonJS helper packages from pulling Nest in through require():
// Jest then fails with "require ES Module in a cycle".
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
