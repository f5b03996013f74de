"""The `pocketsphinx` package with its defaults, for each file of a manifest: word errors and work."""
import sys
import time
import wave

from pocketsphinx import Decoder


def errors(heard, said):
    row = list(range(len(heard) + 1))
    for word in said:
        diagonal, row[0] = row[0], row[0] + 1
        for place, other in enumerate(heard):
            change = diagonal + (other != word)
            diagonal = row[place + 1]
            row[place + 1] = min(change, diagonal + 1, row[place] + 1)
    return row[-1]


def audio(path):
    with wave.open(path) as file:
        return file.readframes(file.getnframes())


def listen(lines, fresh):
    decoder = Decoder(samprate=16000, loglevel="FATAL")
    wrong = words = exact = 0
    seconds = work = 0.0
    after = []
    for line in lines:
        path, said = line.rstrip("\n").split("\t")
        if fresh:
            decoder = Decoder(samprate=16000, loglevel="FATAL")
        pcm = audio(path)
        begin = time.thread_time()
        decoder.start_utt()
        for start in range(0, len(pcm), 3200):
            decoder.process_raw(pcm[start:start + 3200])
            decoder.hyp()
        end = time.thread_time()
        decoder.end_utt()
        heard = decoder.hyp().hypstr.split() if decoder.hyp() else []
        after.append(time.thread_time() - end)
        work += time.thread_time() - begin
        seconds += len(pcm) / 32000
        count = errors(heard, said.split())
        wrong, words, exact = wrong + count, words + len(said.split()), exact + (count == 0)
    after.sort()
    print(f"Python's pocketsphinx, {'each a new caller' if fresh else 'one decoder for all, in a row'}: "
          f"{100 * wrong / words:.1f} % ({exact} of {len(lines)} exact)")
    print(f"  work: {work / seconds:.3f} of real time; after the end: p50 {1000 * after[len(after) // 2]:.0f}, "
          f"most {1000 * after[-1]:.0f} ms", flush=True)


with open(sys.argv[1]) as manifest:
    lines = manifest.readlines()
print(flush=True)
listen(lines, fresh=False)
listen(lines, fresh=True)
