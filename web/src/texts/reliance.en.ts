export const reliance = {} as const;
