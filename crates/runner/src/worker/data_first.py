# Run by itself in a box: reads test files and says which data tests they are, if all of what they test is calls with literals and what these give. The tests are read, not run.
# Input: {"module": name, "files": [text, ...]}. Output: {"cases": [...]}, or {"why": where it stops being data}.
import ast
import builtins
import json
import sys


class NotData(Exception):
    pass


# What makes a fresh value of plain data out of another, whatever the program thinks of it.
COPIES = ("list", "sorted", "tuple")
# Functions that a test runner calls by itself.
HOOKS = ("setup", "teardown", "pytest_", "load_tests")
SAME = ("assertEqual", "assertEquals", "assertListEqual", "assertDictEqual", "assertTupleEqual", "assertSetEqual", "assertMultiLineEqual")
TYPES = {"assertListEqual": list, "assertDictEqual": dict, "assertTupleEqual": tuple, "assertSetEqual": (set, frozenset), "assertMultiLineEqual": str}


def is_constant(node):
    if isinstance(node, ast.Constant):
        return not isinstance(node.value, type(...))
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return all(is_constant(item) for item in node.elts)
    if isinstance(node, ast.Dict):
        return all(key is not None and is_constant(key) and is_constant(value) for key, value in zip(node.keys, node.values))
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, (ast.USub, ast.UAdd, ast.Not)) and is_constant(node.operand)
    if isinstance(node, ast.BinOp):
        return is_constant(node.left) and is_constant(node.right)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("set", "frozenset") and not node.args and not node.keywords


def changeable(node):
    return any(isinstance(part, (ast.List, ast.Set, ast.Dict, ast.Call)) for part in ast.walk(node))


def takes_plainly(function):
    """Whether it takes its arguments by their order alone."""
    taken = function.args
    return not (taken.vararg or taken.kwarg or taken.kwonlyargs or taken.defaults or getattr(taken, "posonlyargs", None))


class Reader:
    def __init__(self, module):
        self.module = module
        # The program's own names, by the names that the test file gives them; and the names of its module.
        self.names, self.modules = {}, set()
        self.values, self.used = {}, {}
        # Functions of the test file that tests call, and those whose call is being read.
        self.functions, self.calling = {}, []
        self.cases = []

    def file(self, text):
        tree = ast.parse(text)
        tests = []
        for node in tree.body:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name == self.module:
                        self.modules.add(alias.asname or alias.name)
                    elif alias.name not in ("unittest", "pytest"):
                        raise NotData("it imports " + alias.name)
            elif isinstance(node, ast.ImportFrom):
                if node.module != self.module or node.level:
                    raise NotData("it imports from %s" % node.module)
                # Which names a star brings is not known, so it makes none of them the program's.
                for alias in node.names:
                    if alias.name != "*":
                        self.names[alias.asname or alias.name] = alias.name
                        self.functions.pop(alias.asname or alias.name, None)
            elif isinstance(node, ast.Assign):
                self.assign(node)
            elif isinstance(node, ast.ClassDef):
                tests += self.test_class(node)
            elif isinstance(node, ast.FunctionDef) and node.name.startswith("test") and not node.args.args:
                tests.append((node.name, node))
            elif isinstance(node, ast.FunctionDef) and not node.decorator_list and takes_plainly(node) and not node.name.lower().startswith(HOOKS):
                self.functions[node.name] = node
                self.names.pop(node.name, None)
            elif isinstance(node, ast.If) and isinstance(node.test, ast.Compare) and getattr(node.test.left, "id", "") == "__name__":
                pass
            elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
                raise NotData("line %d" % node.lineno)
        module_values = dict(self.values)
        for name, function in tests:
            if any([ast.unparse(mark).startswith("unittest.skip(") for mark in function.decorator_list]):
                continue
            if [mark for mark in function.decorator_list if not self.says_nothing(mark)]:
                raise NotData("%s has a decorator" % name)
            self.values, self.used = dict(module_values), {}
            before = len(self.cases)
            self.body(name, function.body)
            if len(self.cases) == before:
                raise NotData("%s checks nothing" % name)
            purpose = ast.get_docstring(function)
            for case in self.cases[before:]:
                if purpose:
                    case["purpose"] = " ".join(purpose.split())[:1000]

    def says_nothing(self, mark):
        """`pytest.mark.task(taskno=1)`: a mark that only sorts."""
        return isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.task"

    def test_class(self, node):
        if node.decorator_list or [ast.unparse(base) for base in node.bases] not in (["unittest.TestCase"], ["TestCase"]):
            raise NotData("the class %s" % node.name)
        found = []
        for part in node.body:
            if isinstance(part, ast.FunctionDef) and part.name.startswith("test"):
                found.append(("%s.%s" % (node.name, part.name), part))
            elif isinstance(part, ast.Assign) and [target.id for target in part.targets if isinstance(target, ast.Name)] == ["maxDiff"]:
                pass
            elif not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)):
                raise NotData("line %d" % part.lineno)
        # The order in which `unittest` runs them.
        return sorted(found)

    def assign(self, node):
        if len(node.targets) != 1 or not isinstance(node.targets[0], ast.Name) or not is_constant(node.value):
            raise NotData("line %d" % node.lineno)
        self.values[node.targets[0].id] = node.value
        self.used.pop(node.targets[0].id, None)

    def body(self, name, statements):
        statements = list(statements)
        while statements:
            node = statements.pop(0)
            if isinstance(node, ast.Assign):
                self.assign(node)
            elif isinstance(node, ast.With):
                rest = self.raises(name, node, statements)
                del statements[:rest]
            elif isinstance(node, ast.Assert):
                self.plain(name, node)
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name) and node.value.func.id in self.functions:
                self.inside(name, node.value)
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                self.check(name, node.value)
            elif not isinstance(node, ast.Pass) and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
                raise NotData("line %d" % node.lineno)

    def inside(self, name, call):
        """The checks of a function of the test file, with what it is called with."""
        function = self.functions[call.func.id]
        parameters = [parameter.arg for parameter in function.args.args]
        if call.keywords or len(call.args) != len(parameters) or function.name in self.calling:
            raise NotData("line %d" % call.lineno)
        names, values, used = dict(self.names), dict(self.values), dict(self.used)
        for parameter, argument in zip(parameters, call.args):
            self.names.pop(parameter, None)
            self.values.pop(parameter, None)
            if isinstance(argument, ast.Name) and argument.id in names:
                self.names[parameter] = names[argument.id]
            elif is_constant(argument) and not changeable(argument):
                self.values[parameter] = argument
            else:
                raise NotData("line %d" % call.lineno)
        self.calling.append(function.name)
        self.body(name, function.body)
        self.calling.pop()
        # What was used before stays used; what was used in there counts too, even where it only has the same name.
        self.names, self.values, self.used = names, values, dict(self.used, **used)

    def add(self, name, **facts):
        number = sum(1 for case in self.cases if case["name"] == name or case["name"].startswith(name + " ("))
        self.cases.append(dict(name=name if not number else "%s (%d)" % (name, number + 1), **facts))

    def check(self, name, call):
        if not (isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "self"):
            raise NotData("line %d" % call.lineno)
        method, arguments = call.func.attr, call.args
        named = {word.arg: word.value for word in call.keywords}
        named.pop("msg", None)
        if method in SAME and len(arguments) in (2, 3) and not named:
            self.same(name, *arguments[:2], kind=TYPES.get(method))
        elif method == "assertCountEqual" and len(arguments) in (2, 3) and not named:
            actual, expected = self.sides(*arguments[:2])
            value = self.value(expected)
            if not isinstance(value, (list, tuple)) or len({type(item) for item in value}) > 1 or not all(type(item) in (int, str) for item in value):
                raise NotData("%s, line %d" % (method, call.lineno))
            self.add(name, call="sorted(%s)" % self.call(actual), gives=repr(sorted(value)), equality="python")
        elif method == "assertIs" and len(arguments) in (2, 3) and not named and isinstance(arguments[1], ast.Constant) and arguments[1].value in (None, True, False) and type(arguments[1].value) is not int:
            self.add(name, call=self.call(arguments[0]), gives=repr(arguments[1].value))
        elif method == "assertIsNone" and len(arguments) in (1, 2) and not named:
            self.add(name, call=self.call(arguments[0]), gives="None")
        elif method == "assertAlmostEqual" and len(arguments) in (2, 3) and set(named) <= {"places", "delta"}:
            if "delta" in named:
                tolerance = self.value(named["delta"])
            else:
                places = self.value(named["places"] if "places" in named else arguments[2] if len(arguments) == 3 else ast.Constant(7))
                # `round(difference, places) == 0`
                tolerance = 0.5 * 10.0 ** -places if type(places) is int and 0 <= places < 20 else None
            self.near(name, *arguments[:2], tolerance)
        elif method == "assertRaises" and len(arguments) >= 2 and not named:
            target = ast.copy_location(ast.Call(func=arguments[1], args=arguments[2:], keywords=[]), call)
            self.add(name, call=self.call(target), raises={"type": self.error(arguments[0])})
        else:
            raise NotData("%s, line %d" % (method, call.lineno))

    def plain(self, name, node):
        test = node.test
        if isinstance(test, ast.Constant) and test.value is True:
            return
        if not isinstance(test, ast.Compare) or len(test.ops) != 1:
            raise NotData("line %d" % node.lineno)
        right = test.comparators[0]
        if isinstance(test.ops[0], ast.Eq):
            self.same(name, test.left, right)
        elif isinstance(test.ops[0], (ast.Lt, ast.LtE)) and isinstance(test.left, ast.Call):
            self.distance(name, test.left, self.value(right), isinstance(test.ops[0], ast.Lt))
        elif isinstance(test.ops[0], ast.Is) and isinstance(right, ast.Constant) and (right.value is None or type(right.value) is bool):
            self.add(name, call=self.call(test.left), gives=repr(right.value))
        else:
            raise NotData("line %d" % node.lineno)

    def distance(self, name, call, limit, below):
        """`abs(f(1) - 0.5) < 1e-6`"""
        difference = call.args[0] if ast.unparse(call.func) == "abs" and len(call.args) == 1 and not call.keywords else None
        if not isinstance(difference, ast.BinOp) or not isinstance(difference.op, ast.Sub) or type(limit) not in (int, float) or limit <= 0:
            raise NotData("line %d" % call.lineno)
        # A tolerance may be reached. What must stay below it may not; by more than the last digits, which a number can lose on its way.
        self.near(name, difference.left, difference.right, limit * (1 - 1e-12) if below else limit)

    def near(self, name, one, other, tolerance):
        actual, expected = self.sides(one, other)
        if type(tolerance) not in (int, float) or type(self.value(expected)) not in (int, float):
            raise NotData("line %d" % one.lineno)
        self.add(name, call=self.call(actual), gives=repr(self.value(expected)), tolerance=float(tolerance), equality="python")

    def sides(self, one, other):
        """What the program does, and the value."""
        return (other, one) if self.is_value(one) else (one, other)

    def same(self, name, one, other, kind=None):
        actual, expected = self.sides(one, other)
        value = self.value(expected)
        if kind is not None and not isinstance(value, kind):
            raise NotData("line %d" % one.lineno)
        self.add(name, call=self.call(actual), gives=repr(value), equality="python")

    def raises(self, name, node, following):
        """`with self.assertRaises(X) as err: f(1)`, and the looks at the error after it; gives how many of these there are."""
        if len(node.items) != 1 or len(node.body) != 1 or not isinstance(node.body[0], ast.Expr):
            raise NotData("line %d" % node.lineno)
        context = node.items[0].context_expr
        if not isinstance(context, ast.Call) or ast.unparse(context.func) not in ("self.assertRaises", "pytest.raises") or len(context.args) != 1 or context.keywords:
            raise NotData("line %d" % node.lineno)
        wanted = {"type": self.error(context.args[0])}
        call = self.call(node.body[0].value)
        name_of_error = node.items[0].optional_vars.id if isinstance(node.items[0].optional_vars, ast.Name) else None
        rest = 0
        for check in following:
            text = ast.unparse(check)
            if name_of_error is None or name_of_error + "." not in text:
                break
            arguments = check.value.args if isinstance(check, ast.Expr) and isinstance(check.value, ast.Call) and ast.unparse(check.value.func) == "self.assertEqual" else []
            if len(arguments) != 2:
                raise NotData("line %d" % check.lineno)
            left, right = ast.unparse(arguments[0]), arguments[1]
            if left == "type(%s.exception)" % name_of_error and self.error(right) == wanted["type"]:
                wanted["exact"] = True
            elif left in ("%s.exception.args[0]" % name_of_error, "str(%s.exception)" % name_of_error) and self.is_value(right) and type(self.value(right)) is str:
                wanted["message"], wanted["exact_message"] = self.value(right), True
            else:
                raise NotData("line %d" % check.lineno)
            rest += 1
        self.add(name, call=call, raises=wanted)
        return rest

    def error(self, node):
        name = self.names.get(node.id, node.id) if isinstance(node, ast.Name) else None
        kind = getattr(builtins, name or "", None)
        if name is None or not (node.id in self.names or (isinstance(kind, type) and issubclass(kind, BaseException))):
            raise NotData("line %d" % node.lineno)
        return name

    def is_value(self, node):
        return is_constant(node) or (isinstance(node, ast.Name) and node.id in self.values)

    def value(self, node):
        if isinstance(node, ast.Name) and node.id in self.values:
            node = self.once(node.id)
        if not is_constant(node):
            raise NotData("line %d" % getattr(node, "lineno", 0))
        if len(ast.unparse(node)) > 20000:
            raise NotData("a value is too long")
        return eval(compile(ast.Expression(node), "<value>", "eval"), {"__builtins__": {"set": set, "frozenset": frozenset}})

    def once(self, name):
        """What can be changed stands for one use only: in the second it might be something else."""
        node = self.values[name]
        if changeable(node):
            if self.used.get(name):
                raise NotData("%s is used twice" % name)
            self.used[name] = True
        return node

    def call(self, node):
        reader = self
        calls = []

        class Own(ast.NodeTransformer):
            def visit_Name(self, name):
                if name.id in reader.names:
                    calls.append(name.id)
                    return ast.copy_location(ast.Name(reader.names[name.id], ast.Load()), name)
                if name.id in reader.values:
                    return reader.once(name.id)
                if name.id in COPIES:
                    return name
                raise NotData("line %d" % name.lineno)

            def visit_Attribute(self, attribute):
                if attribute.attr.startswith("_"):
                    raise NotData("line %d" % attribute.lineno)
                if isinstance(attribute.value, ast.Name) and attribute.value.id in reader.modules:
                    calls.append(attribute.attr)
                    return ast.copy_location(ast.Name(attribute.attr, ast.Load()), attribute)
                return self.generic_visit(attribute)

            def visit_Call(self, call):
                if isinstance(call.func, ast.Name) and call.func.id in COPIES and call.func.id not in reader.names and (len(call.args) != 1 or call.keywords):
                    raise NotData("line %d" % call.lineno)
                return self.generic_visit(call)

            def generic_visit(self, part):
                if not isinstance(part, (ast.Call, ast.Attribute, ast.Subscript, ast.Index if hasattr(ast, "Index") else ast.Call, ast.keyword, ast.expr_context)) and not (isinstance(part, ast.expr) and is_constant(part)):
                    if not isinstance(part, (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Constant, ast.UnaryOp, ast.USub, ast.BinOp, ast.operator)):
                        raise NotData("line %d" % getattr(part, "lineno", 0))
                return super().generic_visit(part)

        import copy

        made = ast.fix_missing_locations(Own().visit(copy.deepcopy(node)))
        text = ast.unparse(made)
        if not calls or "\n" in text or len(text) > 20000:
            raise NotData("line %d" % node.lineno)
        return text


def read(request):
    reader = Reader(request["module"])
    for text in request["files"]:
        reader.file(text)
    return {"cases": reader.cases}


try:
    answer = read(json.load(sys.stdin))
except (NotData, SyntaxError, RecursionError, ValueError, ArithmeticError, AttributeError, TypeError) as problem:
    answer = {"why": str(problem) or type(problem).__name__}
print(json.dumps(answer))
