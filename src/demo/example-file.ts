export const exampleFile = (_today: string): string => "";
