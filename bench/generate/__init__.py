"""Made-up homes, beds and ten years of lives, the same ones for the same seed; loaded by COPY, every constraint kept.

Everything lies under the test province 990000. Nobody in it looks like a person: names are numbers, papers are none.
"""
