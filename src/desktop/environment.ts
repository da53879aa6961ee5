/** Environment variables as a child process gets them. */
export type Environment = Readonly<Record<string, string>>;

/** Names of which any part says that the value is a secret. */
const secretParts = /(^|_)(API_?KEYS?|ACCESS_?KEYS?|PRIVATE_?KEYS?|KEY|AUTH|CREDENTIALS?|COOKIES?)(_|$)/i;
const secretWords = /TOKEN|SECRET|PASSW(OR)?D|PASSPHRASE|APIKEY/i;

/** Families of variables that configure access to a service; none of them is a program's business. */
const secretFamilies =
  /^(AWS|AZURE|GOOGLE|GCP|GCLOUD|ALIBABA|ALIBABA_CLOUD|ALIYUN|ALICLOUD|DASHSCOPE|QWEN|BAILIAN|OPENAI|ANTHROPIC|GEMINI|MISTRAL|OPENROUTER|GROQ|HF|HUGGINGFACE|HUGGING_FACE|GITHUB|GH|GITLAB|NPM|DESKHAND)_/i;

/** Variables that make a child behave as a part of this process, or that give it an agent with keys. */
const ours = /^(NODE_OPTIONS|NODE_V8_COVERAGE|NODE_CHANNEL_FD|NODE_UNIQUE_ID|SSH_AUTH_SOCK|GPG_AGENT_INFO)$/;
const tools = /^(npm_|VITEST|TINYPOOL|JEST_)/i;

/** Variables with a secret-looking name that hold the way to the display and the bus, not a secret. */
const harmless = /^(XAUTHORITY|DBUS_SESSION_BUS_ADDRESS)$/;

/** A URL with a password in it, as in HTTPS_PROXY or DATABASE_URL. */
const urlWithPassword = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i;

/**
 * The environment without anything an application has no business to know: API keys, tokens, passwords,
 * settings of cloud and model services, and what Node and npm set for their own children.
 */
export function cleanEnvironment(from: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(from)) {
    if (value !== undefined && !isPrivate(name, value)) clean[name] = value;
  }
  return clean;
}

function isPrivate(name: string, value: string): boolean {
  if (harmless.test(name)) return false;
  return (
    secretParts.test(name) ||
    secretWords.test(name) ||
    secretFamilies.test(name) ||
    ours.test(name) ||
    tools.test(name) ||
    urlWithPassword.test(value)
  );
}
