// The one rule of ours that oxlint has no option for: the present moment comes from Clock, not from `new Date()`.
const noPresentMoment = {
  create: (context) => ({
    NewExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0) {
        context.report({
          node,
          message: 'Take the time as an argument (`now: Date`), or from Clock of #libs/time.',
        });
      }
    },
  }),
};

export default { meta: { name: 'product' }, rules: { 'no-present-moment': noPresentMoment } };
