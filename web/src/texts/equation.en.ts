export const equation = {} as const;
