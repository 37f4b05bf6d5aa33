const SECRET_WORDS =
  /auth|token|secret|cookie|passw|pwd|session|signature|credential|api-?_?key|access-?_?key|^key$|-key$|_key$|^sig$|^code$/i;

/** True for the name of a header or query field whose value is likely a secret, such as `Authorization` or `api_key`. */
export function isSecretName(name: string): boolean {
  return SECRET_WORDS.test(name);
}
