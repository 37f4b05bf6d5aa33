import path from 'node:path';
import ts from 'typescript';

/** How the code reads one input. */
export interface InputRead {
  readonly name: string;
  /** `src/…:line`, for a message. */
  readonly place: string;
  /** What `choice` allows; absent for other kinds. */
  readonly allowed?: readonly string[];
  /** The literal behind `??`; absent where there is none. */
  readonly fallback?: string;
}

/** What an entry and everything it can reach asks of the runner. */
export interface EntryReads {
  readonly inputs: readonly InputRead[];
  readonly outputs: readonly { readonly name: string; readonly place: string }[];
  /** Places that name an input or output in a way that cannot be followed. */
  readonly unfollowed: readonly string[];
}

/** The program of src/, read once: the type checker knows what each name means. */
export class Sources {
  private readonly root: string;
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;

  constructor(root: string) {
    this.root = root;
    const config = ts.getParsedCommandLineOfConfigFile(
      path.join(root, 'tsconfig.build.json'),
      {},
      { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
    );
    if (config === undefined) throw new Error('tsconfig.build.json cannot be read');
    this.program = ts.createProgram(config.fileNames, config.options);
    this.checker = this.program.getTypeChecker();
  }

  /** What is asked for by `entry` (such as `src/ship.ts`) and by every statement that it can reach. */
  readsOf(entry: string): EntryReads {
    const reached = this.reach(entry);
    const calls = [...reached].flatMap(callsIn);
    const inputs: InputRead[] = [];
    const outputs: { name: string; place: string }[] = [];
    const unfollowed: string[] = [];
    for (const call of calls) {
      const owner = this.ownerOfMethod(call);
      const isInput = owner === 'Inputs';
      if (!isInput && !(owner === 'Runner' && methodName(call) === 'setOutput')) continue;
      // The implementations themselves hand names on.
      if (this.fileOf(call).startsWith('src/runner/')) continue;
      const names = this.values(call.arguments[0], calls, 0);
      if (names === undefined) unfollowed.push(this.placeOf(call));
      for (const name of names ?? []) {
        if (isInput) inputs.push({ name, place: this.placeOf(call), ...this.detail(call, calls) });
        else outputs.push({ name, place: this.placeOf(call) });
      }
    }
    return { inputs, outputs, unfollowed };
  }

  /** Every statement at the top of a file that running `entry` can come to. */
  private reach(entry: string): ReadonlySet<ts.Statement> {
    const reached = new Set<ts.Statement>();
    const open: ts.Node[] = [...this.sourceFile(path.join(this.root, entry)).statements];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      const statement = topStatement(node);
      if (statement === undefined || reached.has(statement)) continue;
      if (ts.isImportDeclaration(statement)) continue;
      reached.add(statement);
      const visit = (inner: ts.Node): void => {
        if (ts.isIdentifier(inner)) open.push(...this.declarations(inner));
        if (isDynamicImport(inner)) open.push(...this.statementsOf(inner));
        ts.forEachChild(inner, visit);
      };
      visit(statement);
    }
    return reached;
  }

  private declarations(node: ts.Identifier): readonly ts.Node[] {
    const shorthand = ts.isShorthandPropertyAssignment(node.parent)
      ? this.checker.getShorthandAssignmentValueSymbol(node.parent)
      : undefined;
    const found = this.plain(shorthand ?? this.checker.getSymbolAtLocation(node));
    return (found?.declarations ?? []).filter((one) => this.fileOf(one).startsWith('src/'));
  }

  private plain(symbol: ts.Symbol | undefined): ts.Symbol | undefined {
    const isAlias = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return isAlias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  private statementsOf(call: ts.CallExpression): readonly ts.Node[] {
    const [specifier] = call.arguments;
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return [];
    if (!specifier.text.startsWith('.')) return [];
    const folder = path.dirname(call.getSourceFile().fileName);
    return [...this.sourceFile(path.resolve(folder, specifier.text)).statements];
  }

  private sourceFile(file: string): ts.SourceFile {
    const found = this.program.getSourceFile(file);
    if (found === undefined) throw new Error(`there is no ${file}`);
    return found;
  }

  /** Name of the interface of src/runner/ that declares the called method. */
  private ownerOfMethod(call: ts.CallExpression): string | undefined {
    if (!ts.isPropertyAccessExpression(call.expression)) return undefined;
    const symbol = this.checker.getSymbolAtLocation(call.expression.name);
    return symbol?.declarations
      ?.filter((one) => this.fileOf(one).startsWith('src/runner/'))
      .map((one) => one.parent)
      .find(ts.isInterfaceDeclaration)?.name.text;
  }

  /** The strings that an expression can be; undefined where that cannot be told. */
  private values(
    node: ts.Expression | undefined,
    calls: readonly ts.CallExpression[],
    depth: number,
  ): readonly string[] | undefined {
    if (node === undefined || depth > 4) return undefined;
    const type = this.checker.getTypeAtLocation(node);
    const parts = type.isUnion() ? type.types : [type];
    if (parts.every((part) => part.isStringLiteral())) {
      return parts.map((part) => part.value);
    }
    const symbol = ts.isIdentifier(node) ? this.checker.getSymbolAtLocation(node) : undefined;
    const parameter = symbol?.declarations?.find(ts.isParameter);
    if (parameter === undefined) return undefined;
    const owner = functionName(parameter.parent);
    const ownerSymbol = owner === undefined ? undefined : this.checker.getSymbolAtLocation(owner);
    const position = parameter.parent.parameters.findIndex((one) => one === parameter);
    const given = calls
      .filter((call) => this.isCallOf(call, ownerSymbol))
      .map((call) => this.values(call.arguments[position], calls, depth + 1));
    return given.some((one) => one === undefined) ? undefined : given.flatMap((one) => one ?? []);
  }

  private isCallOf(call: ts.CallExpression, symbol: ts.Symbol | undefined): boolean {
    if (symbol === undefined || !ts.isIdentifier(call.expression)) return false;
    return this.plain(this.checker.getSymbolAtLocation(call.expression)) === this.plain(symbol);
  }

  private detail(
    call: ts.CallExpression,
    calls: readonly ts.CallExpression[],
  ): Pick<InputRead, 'allowed' | 'fallback'> {
    const list = methodName(call) === 'choice' ? call.arguments[1] : undefined;
    const items = list !== undefined && ts.isArrayLiteralExpression(list) ? list.elements : [];
    const allowed = items.flatMap((item) => this.values(item, calls, 0) ?? []);
    const fallback = fallbackOf(call);
    return {
      ...(list === undefined ? {} : { allowed }),
      ...(fallback === undefined ? {} : { fallback }),
    };
  }

  private fileOf(node: ts.Node): string {
    return path.relative(this.root, node.getSourceFile().fileName).replaceAll('\\', '/');
  }

  private placeOf(node: ts.Node): string {
    const { line } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart());
    return `${this.fileOf(node)}:${line + 1}`;
  }
}

function topStatement(node: ts.Node): ts.Statement | undefined {
  let found: ts.Node = node;
  while (!ts.isSourceFile(found) && !ts.isSourceFile(found.parent)) found = found.parent;
  return ts.isSourceFile(found) ? undefined : (found as ts.Statement);
}

function callsIn(statement: ts.Node): readonly ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

function isDynamicImport(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
}

function methodName(call: ts.CallExpression): string {
  return ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : '';
}

function functionName(node: ts.SignatureDeclaration): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name;
  const holder = node.parent;
  return ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name) ? holder.name : undefined;
}

/** The literal in `inputs.flag('x') ?? true`. */
function fallbackOf(call: ts.CallExpression): string | undefined {
  const { parent } = call;
  if (!ts.isBinaryExpression(parent) || parent.left !== call) return undefined;
  if (parent.operatorToken.kind !== ts.SyntaxKind.QuestionQuestionToken) return undefined;
  const { right } = parent;
  if (ts.isStringLiteralLike(right)) return right.text;
  if (right.kind === ts.SyntaxKind.TrueKeyword) return 'true';
  return right.kind === ts.SyntaxKind.FalseKeyword ? 'false' : undefined;
}
