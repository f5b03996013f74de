#!/usr/bin/env python3
"""The oracle: holds every event that the engine emitted under test to the official schemas.

The Swift tests write `.build/oracle/*.jsonl`, one object a line:

    {"session": "realtime" | "transcription" | "translation", "dialect": "ga" | "preview", "run": 7, "event": {…}}

`dialect` is "ga" where it is absent; `run` is optional: event ids are unique within one run of one file. What is checked, beyond the strict schema of the
event's `type`: `type` is the first key and `event_id` the second, no key comes twice, and the ids are unique.
Agreeing with ourselves would prove nothing, so nothing here shares code with the engine.
"""

import argparse
import bisect
import json
import re
import sys
import tempfile
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

ROOT = Path(__file__).resolve().parents[2]
PROTOCOL = ROOT / "protocol"
SESSIONS = ("realtime", "transcription", "translation")
DIALECTS = ("ga", "preview")
FAILURES_SHOWN_MAX = 20


class Failure(Exception):
    """One reason why an event is not valid."""

    def __init__(self, message, path="$"):
        super().__init__(message)
        self.path = path


def strict_object(pairs):
    """An object as it was written; json.loads alone would silently keep the last of two equal keys."""
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        raise Failure("a key comes twice: " + ", ".join(sorted({n for n in names if names.count(n) > 1})))
    return members


def no_constant(text):
    raise Failure(f"{text} is not JSON")


def parse(line):
    return json.loads(line, object_pairs_hook=strict_object, parse_constant=no_constant)


class Skeletons:
    """Reduces an event to what its validity can depend on, so that events of one shape are validated once.

    Sound as long as the schema only asks what is listed in KNOWN: a string is then valid by its length, by the
    patterns it matches and by being one of the enumerated words; a number by its kind and by which bounds it lies
    between. If the schema ever uses another keyword, nothing is reduced and every event is validated in full.
    """

    ANNOTATIONS = {"$schema", "$id", "title", "description", "default", "examples", "format", "deprecated"}
    MAPS = {"properties", "$defs"}
    LISTS = {"anyOf", "oneOf", "allOf"}
    NUMBERS = {"minimum", "maximum"}
    LENGTHS = {"minLength", "maxLength"}
    KNOWN = (
        ANNOTATIONS | MAPS | LISTS | NUMBERS | LENGTHS
        | {"type", "additionalProperties", "required", "$ref", "enum", "const", "items", "minItems", "maxItems", "pattern"}
    )

    def __init__(self, schema):
        self.unknown, self.words, self.bounds, self.lengths, self.patterns = set(), set(), set(), set(), set()
        self._read(schema)
        self.bounds, self.lengths = sorted(self.bounds), sorted(self.lengths)
        self.patterns = [re.compile(pattern) for pattern in sorted(self.patterns)]

    def _read(self, schema):
        if not isinstance(schema, dict):
            return
        for keyword, value in schema.items():
            if keyword not in self.KNOWN:
                self.unknown.add(keyword)
            elif keyword in self.MAPS:
                for part in value.values():
                    self._read(part)
            elif keyword in self.LISTS:
                for part in value:
                    self._read(part)
            elif keyword in ("items", "additionalProperties"):
                self._read(value)
            elif keyword in ("enum", "const"):
                for word in value if keyword == "enum" else [value]:
                    if isinstance(word, (dict, list)):
                        self.unknown.add(f"{keyword} of an object or array")
                    else:
                        self.words.add((type(word), word))
            elif keyword in self.NUMBERS:
                self.bounds.add(value)
            elif keyword in self.LENGTHS:
                self.lengths.add(value)
            elif keyword == "pattern":
                self.patterns.add(value)

    def of(self, value):
        """A hashable skeleton, or None where the schema asks more than a skeleton keeps."""
        return None if self.unknown else self._reduce(value)

    def _reduce(self, value):
        if isinstance(value, dict):
            return ("object", tuple((name, self._reduce(value[name])) for name in sorted(value)))
        if isinstance(value, list):
            return ("array", tuple(self._reduce(part) for part in value))
        if value is None or isinstance(value, bool):
            return (type(value), value)
        if isinstance(value, str):
            if (str, value) in self.words:
                return (str, value)
            matches = tuple(bool(pattern.search(value)) for pattern in self.patterns)
            return ("string", self._place(len(value), self.lengths), matches)
        if any((kind, value) in self.words for kind in (int, float)):
            return ("number", value)
        whole = isinstance(value, int) or value.is_integer()
        return ("integer" if whole else "fraction", self._place(value, self.bounds))

    @staticmethod
    def _place(value, bounds):
        return bisect.bisect_left(bounds, value), bisect.bisect_right(bounds, value)


class Schemas:
    """One document of schemas. Remembers compiled ones and seen shapes."""

    def __init__(self, name):
        self.schema = json.loads((PROTOCOL / f"{name}.strict.schema.json").read_text())
        self.skeletons = Skeletons(self.schema)
        self.validators = {}
        self.shapes = {}

    def check(self, definition, event):
        skeleton = self.skeletons.of(event)
        shape = (definition, skeleton)
        if skeleton is not None and self.shapes.get(shape):
            return
        error = best_match(self._validator(definition).iter_errors(event))
        if error is not None:
            raise Failure(error.message[:300], error.json_path)
        self.shapes[shape] = True

    def _validator(self, definition):
        if definition not in self.validators:
            self.validators[definition] = Draft202012Validator({
                "$schema": self.schema["$schema"],
                "$defs": self.schema["$defs"],
                "$ref": f"#/$defs/{definition}",
            })
        return self.validators[definition]


class Oracle:
    """Says of one server event whether it is what the contract says."""

    def __init__(self):
        ga, preview = Schemas("realtime-ga"), Schemas("realtime-preview")
        self.schemas = {"ga": ga, "translation": ga, "preview": preview}
        records = json.loads((PROTOCOL / "events.json").read_text())["events"]
        self.definitions = {
            (record["dialect"], record["type"]): record["schema"].split("/")[-1]
            for record in records
            if record["direction"] == "server"
        }

    @property
    def unknown(self):
        """Keywords of the schemas for which nothing is reduced."""
        return sorted(set().union(*(schemas.skeletons.unknown for schemas in self.schemas.values())))

    def table(self, session, kind, dialect):
        """A translation session has events of its own, but its `error` is the one of the GA dialect."""
        return "translation" if session == "translation" and kind != "error" else dialect

    def check(self, session, event, dialect="ga"):
        """Raises a Failure if the event, taken alone, is not valid. Returns its (table, type)."""
        if not isinstance(event, dict):
            raise Failure("the event is not an object")
        kind = event.get("type")
        if not isinstance(kind, str):
            raise Failure("the event has no type")
        named = (self.table(session, kind, dialect), kind)
        if named not in self.definitions:
            of = " of the Preview" if dialect == "preview" else ""
            raise Failure(f"no such server event in a {session} session{of}")
        self.schemas[named[0]].check(self.definitions[named], event)
        keys = list(event)
        if keys[0] != "type":
            raise Failure(f"the first key is '{keys[0]}'; it must be 'type'")
        if "event_id" in event and keys[1] != "event_id":
            raise Failure(f"the second key is '{keys[1]}'; it must be 'event_id'")
        return named


def check_line(oracle, line, ids):
    """Checks one line of a file; `ids` holds the (run, event id) pairs which the file has shown so far."""
    record = parse(line)
    if not isinstance(record, dict) or record.get("session") not in SESSIONS or "event" not in record:
        raise Failure('the line is not {"session": ' + "|".join(SESSIONS) + ', "event": {...}}')
    dialect = record.get("dialect", "ga")
    if dialect not in DIALECTS:
        raise Failure('the dialect is not one of ' + "|".join(DIALECTS))
    event = record["event"]
    named = oracle.check(record["session"], event, dialect)
    if "event_id" in event:
        identity = (json.dumps(record.get("run"), sort_keys=True), event["event_id"])
        if identity in ids:
            raise Failure(f"event_id '{event['event_id']}' was used before in this run", "$.event_id")
        ids.add(identity)
    return named


def kind_of(line):
    """The type to name in a report about a line that may be anything."""
    try:
        return str(json.loads(line)["event"]["type"])
    except Exception:
        return "?"


def validate(folder, types_min, write=print):
    """Validates every line of every file; returns whether all is well."""
    oracle, events, invalid, types = Oracle(), 0, 0, set()
    if oracle.unknown:
        write("oracle: every event is validated in full, because of " + ", ".join(oracle.unknown))
    for file in sorted(Path(folder).glob("*.jsonl")):
        ids = set()
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                events += 1
                try:
                    types.add(check_line(oracle, line, ids))
                except (Failure, ValueError) as failure:
                    invalid += 1
                    if invalid <= FAILURES_SHOWN_MAX:
                        path = getattr(failure, "path", "$")
                        write(f"{file}:{number}: {kind_of(line)}: {path}: {failure}")
    if invalid > FAILURES_SHOWN_MAX:
        write(f"oracle: and {invalid - FAILURES_SHOWN_MAX} more")
    complete = True
    if events == 0:
        complete = False
        write(f"oracle: no events in {folder}: the tests that should have written them did not")
    elif len(types) < types_min:
        complete = False
        write(f"oracle: {len(types)} types were seen valid; at least {types_min} are expected")
    write(f"oracle: {events - invalid} events of {len(types)} types valid, {invalid} invalid")
    return complete and invalid == 0


# --- The self test: a check that cannot fail is worth nothing. ---


def example(name, dialect="ga"):
    """The official example of an event, with its keys in the order of the wire."""
    event = json.loads((PROTOCOL / "examples" / dialect / "server" / f"{name}.json").read_text())
    head = {"type": event["type"], "event_id": event.get("event_id", "event_1")}
    return head | event


def self_test():
    done, failed = example("response.done"), []

    def run(lines, types_min=1):
        told = []
        with tempfile.TemporaryDirectory() as folder:
            if lines:
                (Path(folder) / "events.jsonl").write_text("\n".join(lines) + "\n")
            return validate(folder, types_min, told.append), "\n".join(told)

    def line(event, session="realtime", **more):
        return json.dumps({"session": session, "event": event} | more)

    def expect(name, lines, wanted, types_min=1):
        """`wanted` is None for "all is well", or a part of the report of the failure."""
        well, told = run(lines, types_min)
        if (wanted is None) != well or (wanted is not None and wanted not in told):
            failed.append(name)
            print(f"oracle self test: {name}: expected {wanted or 'no failure'}, got: {told}")

    def changed(change, event=done):
        copy = json.loads(json.dumps(event)) | {"event_id": "event_changed"}
        change(copy)
        return copy

    def without(key):
        return lambda event: event.pop(key)

    def setting(value, *path):
        def change(event):
            for key in path[:-1]:
                event = event[key]
            event[path[-1]] = value
        return change

    # Each wrong event follows a right one of its type, so that a remembered shape which hides it is found out.
    def wrong(name, event, wanted):
        expect(name, [line(done), line(event)], wanted)

    expect("an official event is valid", [line(done)], None)
    expect("so it is in another run", [line(done, run=1), line(done, run=2)], None)
    expect("an error in a translation session is the common one", [line(example("error"), "translation")], None)
    translated = example("session.output_transcript.delta", "translation")
    expect("a translation event is valid", [line(translated, "translation")], None)

    wrong("an unknown key", changed(setting(1, "surprise")), "events.jsonl:2: response.done: $")
    wrong("an unknown key, deep", changed(setting(1, "response", "output", 0, "surprise")), "surprise")
    wrong("a missing field", changed(without("response")), "'response' is a required property")
    wrong("a missing event_id", changed(without("event_id")), "'event_id' is a required property")
    wrong("a wrong type", changed(setting("many", "response", "usage", "total_tokens")), "total_tokens: 'many' is not")
    wrong("a fraction for a whole number", changed(setting(1.5, "response", "usage", "total_tokens")), "1.5 is not")
    wrong("a truth value for a number", changed(setting(True, "response", "usage", "total_tokens")), "True is not")
    wrong("a word that is not in the list", changed(setting("odd", "response", "status")), "'odd' is not")
    wrong("a word from another list", changed(setting("user", "response", "status")), "'user' is not")
    spoken = example("session.updated") | {"event_id": "event_spoken"}
    spoken["session"]["audio"]["output"]["speed"] = 1.0
    fast = changed(setting(9.0, "session", "audio", "output", "speed"), spoken)
    expect("a number out of range", [line(spoken), line(fast)], "greater than the maximum")
    wrong("an event that nobody knows", {"type": "response.invented", "event_id": "event_9"}, "no such server event")
    wrong("an event without type", changed(without("type")), "no type")
    wrong("an id used twice", done, "was used before in this run")
    wrong("event_id first", dict(reversed(changed(lambda _: None).items())), "it must be 'type'")
    old = example("response.text.delta", "preview")
    expect("a Preview event is valid", [line(old, dialect="preview")], None)
    expect("a Preview event in a GA session", [line(old)], "no such server event in a realtime session")
    new = example("response.output_text.delta")
    expect("a GA event in a Preview session", [line(new, dialect="preview")], "session of the Preview")
    expect("an unknown key of the Preview", [line(old | {"surprise": 1}, dialect="preview")], "surprise")
    expect("an unknown dialect", [line(done, dialect="latin")], "the dialect is not")
    late = changed(lambda event: event.update(event_id=event.pop("event_id")))
    wrong("event_id late", late, "it must be 'event_id'")
    expect("a foreign event in a translation session", [line(done, "translation")], "in a translation session")
    expect("an unknown session", [line(done, "telepathy")], "the line is not")
    expect("a key twice", [line(done).replace('"event_id"', '"event_id": "event_0", "event_id"', 1)], "comes twice")
    expect("no JSON", [line(done), "{"], "events.jsonl:2")
    expect("NaN", [line(changed(setting(float("nan"), "response", "usage", "total_tokens")))], "NaN is not JSON")
    expect("an empty line", [line(done), ""], "events.jsonl:2")
    expect("no events", [], "no events in")
    expect("too few types", [line(done)], "at least 2 are expected", types_min=2)
    many = [line(changed(setting(n, "surprise"))) for n in range(25)]
    expect("a long report is cut", many, "and 5 more")

    skeletons = Skeletons({"properties": {"x": {"multipleOf": 3}}})
    if skeletons.of({"x": 1}) is not None:
        failed.append("an unknown keyword turns the reduction off")
    # The same verdict with and without the reduction, for every official example.
    oracle, plain = Oracle(), Oracle()
    for schemas in plain.schemas.values():
        schemas.skeletons.unknown.add("self test")
    examples = [(dialect, path) for dialect in DIALECTS
                for path in sorted((PROTOCOL / "examples" / dialect / "server").glob("*.json"))]  # fmt: skip
    for dialect, path in examples:
        for event in (json.loads(path.read_text()), json.loads(path.read_text()) | {"surprise": 1}):
            verdicts = []
            for judge in (oracle, plain):
                try:
                    verdicts.append(str(judge.check("realtime", event, dialect)))
                except Failure as failure:
                    verdicts.append(str(failure))
            if verdicts[0] != verdicts[1]:
                failed.append(f"{path.name}: {verdicts}")
    print("oracle self test: " + (f"FAILED: {', '.join(failed)}" if failed else "passed"))
    return not failed


def main():
    parser = argparse.ArgumentParser(description="Holds the engine's events to the official schemas.")
    parser.add_argument("folder", nargs="?", default=ROOT / ".build" / "oracle", help="default: .build/oracle")
    parser.add_argument("--at-least-types", type=int, default=1, metavar="N", help="fail if fewer types were seen")
    parser.add_argument("--self-test", action="store_true", help="prove that the checks can fail")
    arguments = parser.parse_args()
    well = self_test() if arguments.self_test else validate(arguments.folder, arguments.at_least_types)
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
