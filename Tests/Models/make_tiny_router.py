"""Writes a tiny language model (GGUF, 7 MB) whose reply depends on words in the prompt, and on nothing else.

It has the shape of a llama of one layer. Its attention is the same for every token, so the layer sums up the prompt as
a bag of words; the output matrix holds routes from words to the first piece of a reply, and chains from each piece to
the next. No training, no chance: the same prompt has the same reply, on every machine and every server.

    python make_tiny_router.py tiny-router.gguf
"""

import sys

import gguf
import numpy as np

WIDTH = 512

# (words that must be in the prompt, words that must not be, the pieces of the reply)
ROUTES = [
    ([], [], ["Sure", ",", " I", " can", " help", " with", " that", ".", " What", " else", "?"]),
    (
        [" weather"],
        ["<|tool|>"],
        ["<tool_call>", '\n{"name": "get_weather", "arguments": {"city": "Paris"}}\n', "</tool_call>"],
    ),
    (["<|tool|>"], [], ["It", " is", " sunny", " in", " Paris", ",", " twenty", " one", " degrees", "."]),
    # Every piece is one of a chain, so each stands in it once: this one is long enough to be interrupted.
    ([" count"], [], [f" {number}" for number in range(1, 121)]),
]

TEMPLATE = """{%- if tools %}<|im_start|>system
# Tools
<tools>{% for t in tools %}
{{ t | tojson }}{% endfor %}
</tools>
For each function call return <tool_call>{"name": ..., "arguments": ...}</tool_call><|im_end|>
{% endif %}{%- for m in messages %}{%- if m.role == 'tool' %}<|im_start|>user
<|tool|><tool_response>
{{ m.content }}
</tool_response><|im_end|>
{%- elif m.role == 'assistant' and m.tool_calls %}<|im_start|>assistant
{% for c in m.tool_calls %}<tool_call>
{"name": "{{ c.function.name }}", "arguments": {{ c.function.arguments | tojson }}}
</tool_call>{% endfor %}<|im_end|>
{%- else %}<|im_start|>{{ m.role }}
{{ m.content }}<|im_end|>
{%- endif %}{%- endfor %}
{%- if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""

NORMAL, UNKNOWN, CONTROL, USER_DEFINED, BYTE = 1, 2, 3, 4, 6
END, TOOL = 4, 5
# How strongly the token before pulls the next one, and a word of the prompt its reply.
NEXT, KEYWORD, BAG = 400.0, 4000.0, 0.25


def vocabulary():
    tokens = ["<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>", "<|tool|>"]
    kinds = [UNKNOWN] + [CONTROL] * 5
    for byte in range(256):
        tokens.append(f"<0x{byte:02X}>")
        kinds.append(BYTE)
    words = {"<|tool|>": TOOL}
    for need, veto, _ in ROUTES:
        for word in need + veto:
            if word not in words:
                tokens.append(word)
                kinds.append(USER_DEFINED)
                words[word] = len(tokens) - 1
    chains = []
    for _, _, pieces in ROUTES:
        chain = []
        for piece in pieces:
            text = piece.replace(" ", "\u2581")
            # A piece that is there already would belong to two chains: a space of no width makes it another.
            while text in tokens:
                text += "\u200b"
            tokens.append(text)
            kinds.append(CONTROL if text in ("<tool_call>", "</tool_call>") else NORMAL)
            chain.append(len(tokens) - 1)
        chains.append(chain)
    return tokens, kinds, words, chains


def matrices(size, words, chains):
    hadamard = np.array([[1.0]])
    while len(hadamard) < WIDTH:
        hadamard = np.block([[hadamard, hadamard], [hadamard, -hadamard]])
    # Orthogonal, so that no word is mistaken for another.
    embedding = hadamard[:size].astype(np.float32)
    output = np.zeros((size, WIDTH), np.float32)

    def pull(token, by, strength):
        output[token] += embedding[by] / WIDTH * strength

    start = 6 + 0x0A  # The line feed that the template ends with.
    for route, (need, veto, _) in enumerate(ROUTES):
        first = chains[route][0]
        # The first route wins where no word decides.
        pull(first, start, NEXT + (1 if route == 0 else 0))
        for word in need:
            pull(first, words[word], KEYWORD)
        for word in veto:
            pull(first, words[word], -4 * KEYWORD)
    for chain in chains:
        for one, following in zip(chain, chain[1:]):
            pull(following, one, NEXT)
        pull(END, chain[-1], NEXT)
    return embedding, output


def write(path):
    tokens, kinds, words, chains = vocabulary()
    assert len(tokens) <= WIDTH, "more tokens than orthogonal directions"
    embedding, output = matrices(len(tokens), words, chains)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("tiny-router")
    writer.add_context_length(8192)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(256)
    writer.add_head_count(8)
    writer.add_head_count_kv(8)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(64)
    writer.add_vocab_size(len(tokens))
    writer.add_file_type(0)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([-float(index) for index in range(len(tokens))])
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(END)
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(False)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(TEMPLATE)
    identity, nothing = np.eye(WIDTH, dtype=np.float32), np.zeros((WIDTH, WIDTH), np.float32)
    writer.add_tensor("token_embd.weight", embedding)
    writer.add_tensor("output.weight", output)
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    for name in ("attn_norm", "ffn_norm"):
        writer.add_tensor(f"blk.0.{name}.weight", np.ones(WIDTH, np.float32))
    # Queries and keys of zero: every token of the prompt is attended to alike.
    for name, tensor in (
        ("attn_q", nothing), ("attn_k", nothing), ("attn_v", identity), ("attn_output", identity * BAG),
    ):
        writer.add_tensor(f"blk.0.{name}.weight", tensor)
    for name, shape in (
        ("ffn_gate", (256, WIDTH)), ("ffn_up", (256, WIDTH)), ("ffn_down", (WIDTH, 256)),
    ):
        writer.add_tensor(f"blk.0.{name}.weight", np.zeros(shape, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    write(sys.argv[1])
