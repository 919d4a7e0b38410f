"""Objects of many sizes, in threads; prints the same wherever it runs."""
import hashlib
import json
import random
import threading


def work(seed, results):
    numbers = random.Random(seed)
    kept = {}
    for i in range(20000):
        key = f"key-{numbers.randrange(3000)}"
        kept[key] = [i, "x" * numbers.randrange(600), {"of": [key] * 3}]
        if i % 7 == 0:
            kept.pop(f"key-{numbers.randrange(3000)}", None)
    text = json.dumps(kept, sort_keys=True)
    assert json.loads(text) == kept
    results[seed] = hashlib.sha256(text.encode()).hexdigest()


def main():
    results = {}
    threads = [
        threading.Thread(target=work, args=(seed, results)) for seed in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for seed in sorted(results):
        print(seed, results[seed])


main()
