#!/usr/bin/env bash
# What it costs to listen, beside ONNX Runtime with the published model on the same machine in the same run. Makes the
# virtual environment and fetches the model under .build/python/hearing if they are absent.
set -euo pipefail
cd "$(dirname "$0")/.."

environment="$PWD/.build/python/hearing"
requirements=Benchmarks/HearingBench/peers/requirements.txt
stamp="$environment/made-from.txt"
model="$environment/model/silero_vad/data/silero_vad_16k_op15.onnx"

# Written last, so an interrupted installation is not taken for a whole one. The path is in it because a virtual
# environment does not survive a move.
wanted="$(echo "# $environment"; cat "$requirements")"
if [[ ! -f "$stamp" || "$(cat "$stamp")" != "$wanted" ]]; then
    for python in python3 /usr/bin/python3; do
        if "$python" -c 'import venv, ensurepip' 2>/dev/null; then break; fi
    done
    rm -rf "$environment"
    "$python" -m venv "$environment"
    pip=("$environment/bin/python" -m pip --disable-pip-version-check --no-input)
    "${pip[@]}" install --quiet --requirement "$requirements"
    # Only the data of it: its Python part would bring PyTorch.
    "${pip[@]}" download --quiet --no-deps --dest "$environment/wheel" silero-vad==6.2.3
    "$environment/bin/python" -m zipfile --extract "$environment"/wheel/silero_vad-*.whl "$environment/model"
    echo "$wanted" >"$stamp"
fi

peer() {
    "$environment/bin/python" Benchmarks/HearingBench/peers/silero.py "$model" Tests/AudioTests/Fixtures/speech.ulaw
}

# People, and a voice that says what one says to an assistant.
speech="$environment/speech"
if [[ ! -d "$speech" ]] && command -v flite >/dev/null; then
    mkdir -p "$speech"
    number=0
    while read -r sentence; do
        number=$((number + 1))
        for voice in slt rms awb; do flite -voice "$voice" -t "$sentence" -o "$speech/$number-$voice.wav"; done
    done <<'EOF'
What time is it?
I would like to book a table for four.
Turn off the lights in the kitchen, please.
My name is Maria.
How much does it cost?
Yes.
Can you tell me what the weather will be like tomorrow?
Stop.
EOF
fi
people=/usr/share/pocketsphinx/test/data
shopt -s nullglob
files=("$speech"/*.wav "$people"/librivox/*.wav "$people"/cards/*.wav "$people"/goforward.raw "$people"/something.raw)

# Before and after, as other work on the machine comes and goes.
swift build -c release --product HearingBench
echo "ONNX Runtime, one thread, at 16 kHz, per 32 ms, µs: $(peer)"
.build/release/HearingBench
echo "ONNX Runtime again, µs: $(peer)"
if [[ ${#files[@]} -gt 0 ]]; then .build/release/HearingBench "${files[@]}"; fi
