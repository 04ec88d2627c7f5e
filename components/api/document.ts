/** A JSON schema, as far as the page reads one. */
export type Schema = {
  $ref?: string;
  type?: string | readonly string[];
  enum?: readonly (string | number)[];
  const?: string | number | boolean;
  format?: string;
  default?: unknown;
  description?: string;
  minimum?: number;
  maximum?: number;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  allOf?: readonly Schema[];
  items?: Schema;
  prefixItems?: readonly Schema[];
  additionalProperties?: Schema | boolean;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
};

export type Parameter = { in: string; name: string; description?: string; required?: boolean; schema: Schema };

type Media = Readonly<Record<string, { schema: Schema }>>;

export type Endpoint = {
  operationId: string;
  tags: readonly string[];
  summary: string;
  description?: string;
  parameters?: readonly Parameter[];
  responses: Readonly<Record<string, { content?: Media }>>;
};

/** docs/openapi.json, as far as the page shows it. */
export type ApiDocument = {
  info: { version: string; description: string };
  tags: readonly { name: string }[];
  paths: Readonly<Record<string, { get: Endpoint }>>;
  components: {
    schemas: Readonly<Record<string, Schema>>;
    responses: Readonly<Record<string, { description: string }>>;
  };
};

export const referredTo = (schema: Schema): string | null => schema.$ref?.split("/").at(-1) ?? null;
