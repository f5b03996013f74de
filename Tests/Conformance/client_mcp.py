"""OpenAI's own SDK and the official MCP package: tools that Antiphon calls itself.

The servers are those of `mcp_server.py`, in another process. What the SDK receives goes through the recorder, as for
every client, so that every event is held to the schema.
"""

from client_openai import Client, expect_order, joined, types
from harness import Suite, expect, expect_equal, main

KINDS = ("stateful-sse", "stateful-json", "stateless-sse", "stateless-json", "modern", "forgetful")
LISTED = ["conversation.item.added", "mcp_list_tools.in_progress", "mcp_list_tools.completed", "conversation.item.done"]
CALLED = [
    "response.created", "response.output_item.added", "response.mcp_call_arguments.delta",
    "response.mcp_call_arguments.done", "response.mcp_call.in_progress", "response.mcp_call.completed",
    "response.output_item.done", "response.done",
]  # fmt: skip
TOOLS = {"add", "ask", "count", "fail", "greet", "part", "picture", "vanish"}

tools = Suite()


def house(place, kind, which="mcp", **more):
    url = f"http://127.0.0.1:{place.more[which]}/{kind}"
    return {"type": "mcp", "server_label": "house", "server_url": url, "require_approval": "never"} | more


async def declare(session, tool, **more):
    """Declares a server's tools and waits until they are listed."""
    await session.call(
        "session.update", session={"type": "realtime", "output_modalities": ["text"], "tools": [tool]} | more
    )
    return await session.until("conversation.item.done")


async def force(session, name):
    """Has the model call a tool; what came, and the item of the call."""
    choice = {"type": "mcp", "server_label": "house", "name": name}
    await session.call("response.create", response={"tool_choice": choice})
    events = await session.until("response.done")
    return events, events[-1].response.output[0]


async def approve(session, request, answer):
    await session.call(
        "conversation.item.create",
        item={"type": "mcp_approval_response", "approval_request_id": request, "approve": answer},
    )


def case_of_kind(kind):
    @tools.case(f"tools are listed and called: {kind}")
    async def listed_and_called(place):
        async with Client(place).session() as session:
            events = await declare(session, house(place, kind))
            expect_order(types(events), LISTED)
            listed = {tool.name: tool for tool in events[-1].item.tools}
            expect_equal(set(listed), TOOLS)
            expect_equal(listed["add"].description, "Adds two numbers.")
            expect_equal(listed["add"].input_schema["required"], ["a", "b"])
            expect_equal(listed["add"].annotations["readOnlyHint"], True)
            await session.text("add the numbers")
            await session.call("response.create")
            events = await session.until("response.done")
            expect_order(types(events), CALLED)
            item = events[-1].response.output[0]
            expect_equal((item.type, item.name, item.server_label), ("mcp_call", "add", "house"))
            expect_equal((item.arguments, item.output, item.error), ('{"a":2,"b":3}', "5", None))
            # The model goes on when it is asked to.
            await session.call("response.create")
            events = await session.until("response.done")
            expect_equal(joined(events, "response.output_text.delta"), "The tool add answered: 5")
            _, item = await force(session, "greet")
            expect_equal(item.output, "Hello, nobody!")

    return listed_and_called


for one in KINDS:
    case_of_kind(one)


@tools.case("what a tool says while it works is no answer, and its server's questions are answered")
async def meanwhile(place):
    async with Client(place).session() as session:
        await declare(session, house(place, "stateful-sse"))
        _, item = await force(session, "count")
        expect_equal(item.output, "counted to 3")
        _, item = await force(session, "ask")
        expect_equal(item.output, "refused: This client does not answer requests.")


@tools.case("a stream that its server breaks off is asked to go on")
async def resumed(place):
    async with Client(place).session() as session:
        await declare(session, house(place, "resuming"))
        _, item = await force(session, "part")
        expect_equal((item.output, item.error), ("the rest", None))


@tools.case("a tool that fails says why, and a picture is named")
async def failing(place):
    async with Client(place).session() as session:
        await declare(session, house(place, "stateless-json"))
        events, item = await force(session, "fail")
        expect_order(types(events), [*CALLED[:5], "response.mcp_call.failed", *CALLED[6:]])
        expect_equal(item.error.type, "tool_execution_error")
        expect("the bulb is broken" in item.error.message, item.error.message)
        _, item = await force(session, "picture")
        expect_equal(item.output, "[image, image/png, 6 bytes]")


@tools.case("a call waits for its approval, and runs in a response of its own")
async def approved(place):
    async with Client(place).session() as session:
        await declare(session, house(place, "stateful-sse", require_approval="always"))
        _, item = await force(session, "greet")
        expect_equal((item.type, item.name), ("mcp_approval_request", "greet"))
        await approve(session, item.id, True)
        events = await session.until("response.done")
        expect_order(types(events), CALLED)
        call = events[-1].response.output[0]
        expect_equal((call.output, call.approval_request_id), ("Hello, nobody!", item.id))


@tools.case("a call that is denied is not made")
async def denied(place):
    async with Client(place).session() as session:
        await declare(session, house(place, "stateful-sse", require_approval={"never": {"read_only": True}}))
        _, item = await force(session, "greet")
        expect_equal(item.type, "mcp_approval_request")
        await approve(session, item.id, False)
        await session.until("conversation.item.done")
        await session.text("nightingale")
        await session.call("response.create")
        events = await session.until("response.done")
        expect("nightingale" in joined(events, "response.output_text.delta"), types(events))
        expect("response.mcp_call.in_progress" not in types(session.events), "it was called")
        _, item = await force(session, "add")
        expect_equal((item.type, item.error), ("mcp_call", None), "a tool that only reads needs no approval")


@tools.case("tools of one response alone, and only those that are allowed")
async def of_a_response(place):
    async with Client(place).session() as session:
        tool = house(place, "stateless-json", allowed_tools=["greet"])
        await declare(session, tool)
        await session.call("response.create", response={"tools": [tool], "tool_choice": "required"})
        item = (await session.until("response.done"))[-1].response.output[0]
        expect_equal((item.name, item.output), ("greet", "Hello, nobody!"))


@tools.case("what opens a server's door is sent there")
async def guarded(place):
    async with Client(place).session() as session:
        key = {"authorization": "conformance-token", "headers": {"X-House": "blue"}}
        await declare(session, house(place, "guarded", **key))
        _, item = await force(session, "greet")
        expect_equal(item.output, "Hello, nobody!")
    async with Client(place).session() as session:
        events = await declare(session, house(place, "guarded"))
        expect_order(types(events), ["mcp_list_tools.in_progress", "mcp_list_tools.failed", "conversation.item.done"])


@tools.case("a server that is gone fails its calls, and the session goes on")
async def gone(place):
    async with Client(place).session() as session:
        await declare(session, house(place, "stateful-sse", "mcp_mortal"))
        for _ in range(2):
            events, item = await force(session, "vanish")
            expect_equal((item.error.type, item.error.code), ("http_error", 502))
            expect("response.mcp_call.failed" in types(events), types(events))
        await session.call("session.update", session={"type": "realtime", "tools": []})
        await session.until("session.updated")
        await session.text("woodpecker")
        await session.call("response.create")
        expect_equal((await session.until("response.done"))[-1].response.status, "completed")


@tools.case("a path that is no MCP server's lists nothing")
async def nowhere(place):
    async with Client(place).session() as session:
        events = await declare(session, house(place, "nowhere"))
        expect_equal(types(events)[-2:], ["mcp_list_tools.failed", "conversation.item.done"])
        expect_equal(events[-1].item.tools, [])


@tools.case("connectors of OpenAI's are refused by name")
async def connector(place):
    async with Client(place).session() as session:
        tool = {"type": "mcp", "server_label": "mail", "connector_id": "connector_gmail"}
        await session.call("session.update", session={"type": "realtime", "tools": [tool]})
        error = (await session.until("error", errors=True))[-1].error
        expect_equal((error.code, error.param), ("unsupported_parameter", "session.tools[0].connector_id"))


@tools.case("unless the operator allows it, this machine is not reached")
async def closed(place):
    shut = type(place)(base=place.more["shut"], key=place.key)
    async with Client(shut).session() as session:
        events = await declare(session, house(place, "stateless-json"))
        expect_equal(types(events)[-2:], ["mcp_list_tools.failed", "conversation.item.done"])


if __name__ == "__main__":
    main([tools], parallel=4)
