"""Objects of many sizes that come and go; prints the same wherever it runs."""

import hashlib
import json
import random


class Node:
    def __init__(self, key, text):
        self.key = key
        self.text = text
        self.links = []


def main():
    numbers = random.Random(1)
    nodes = {}
    for i in range(15000):
        key = f"key-{numbers.randrange(3000)}"
        nodes[key] = Node(key, "x" * numbers.randrange(1200))
        other = nodes.get(f"key-{numbers.randrange(3000)}")
        if other:
            other.links.append(nodes[key])
            other.links = other.links[-4:]
        if i % 7 == 0:
            nodes.pop(f"key-{numbers.randrange(3000)}", None)
    shown = [[node.key, node.text, len(node.links)] for node in nodes.values()]
    text = json.dumps(shown)
    assert json.loads(text) == shown
    print(hashlib.sha256(text.encode()).hexdigest())


main()
