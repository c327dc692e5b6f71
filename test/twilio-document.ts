/**
 * Holds a request against Twilio's own description of its interface (twilio-calls.json): unknown and missing names,
 * repeated ones, enums, patterns, formats. A request that a mock would let pass for an unknown name is refused here.
 */
import document from "./twilio-calls.json" with { type: "json" };

type Rule = {
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly repeated?: boolean;
};
type Operation = {
  readonly required: readonly string[];
  readonly oneOf?: readonly string[];
  readonly parameters: Readonly<Record<string, Rule>>;
};

function formatHolds(format: string, value: string): boolean {
  if (format === "endpoint") return /^\+[1-9]\d{1,14}$/.test(value);
  if (format === "uri") return URL.canParse(value);
  if (format === "integer") return /^-?\d+$/.test(value);
  return format === "date-time" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value);
}

function faultsIn(value: string, rule: Rule): string[] {
  return [
    ...(rule.format && !formatHolds(rule.format, value) ? [`is no ${rule.format}`] : []),
    ...(rule.enum && !rule.enum.includes(value) ? ["is not one of the words"] : []),
    ...(rule.pattern && !new RegExp(rule.pattern).test(value) ? ["does not fit the pattern"] : []),
    ...(rule.minimum !== undefined && Number(value) < rule.minimum ? ["is too small"] : []),
    ...(rule.maximum !== undefined && Number(value) > rule.maximum ? ["is too large"] : []),
  ];
}

/** Everything Twilio's document would object to. `parameters` are the body's (POST) or the query's (GET). */
export function faultsAgainstTwilio(
  method: string,
  path: string,
  parameters: readonly (readonly [string, string])[],
): string[] {
  const [, account, rest] = /^\/2010-04-01\/Accounts\/([^/]+)\/(.+)$/.exec(path) ?? [];
  if (!account || !new RegExp(document.accountSid).test(account)) return ["no such account path"];
  const sid = /^Calls\/([^/.]+)\.json$/.exec(rest ?? "")?.[1];
  if (sid && !new RegExp(document.callSid).test(sid)) return ["the call's Sid does not fit the pattern"];
  const name = `${method} ${sid ? "Calls/{Sid}.json" : rest}`;
  const operations: Readonly<Record<string, Operation>> = document.operations;
  const operation = operations[name];
  if (!operation) return [`no operation ${name}`];
  const names = parameters.map(([key]) => key);
  return [
    ...operation.required.filter((key) => !names.includes(key)).map((key) => `${key} is missing`),
    ...(operation.oneOf && operation.oneOf.filter((key) => names.includes(key)).length !== 1
      ? [`not exactly one of ${operation.oneOf.join(", ")}`]
      : []),
    ...parameters.flatMap(([key, value]) => {
      const rule = operation.parameters[key];
      if (!rule) return [`${key} is unknown`];
      const twice = !rule.repeated && names.filter((other) => other === key).length > 1 ? [`${key} comes twice`] : [];
      return [...twice, ...faultsIn(value, rule).map((fault) => `${key} ${fault}`)];
    }),
  ];
}
