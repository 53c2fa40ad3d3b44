# SPDX-License-Identifier: GPL-3.0-or-later
"""Replies that show everything a reply can be made of."""

LONG_LINE = 'return {name: sum(row.weight * row.price for row in rows if row.name == name and row.is_wanted) for name in names}'

CODE = '\n'.join(
    ['from dataclasses import dataclass', '', '', '@dataclass', 'class Row:', '    name: str', '    weight: float = 1.0',
     '    price: float = 0.0', '    is_wanted: bool = True', '', '', 'def total(rows, names):',
     '    """What all of it costs, by name."""', f'    {LONG_LINE}', '']
    + [line for number in range(1, 16)
       for line in ('', f'def step_{number}(rows):',
                    f'    # The {number}. of many',
                    f"    print('step', {number}, len(rows))")]) + '\n'

CODE_REPLY = f'''Put the sums in a function of its own; `total()` then needs no loop of its own:

```python
{CODE}```

Run it with `python3 total.py`.'''

TABLE_REPLY = '''Six breads, and what they want:

| Bread | Flour | Hydration | Salt | Rises for | Oven | Bakes for | What to watch |
|:------|:------|----------:|-----:|:---------:|-----:|----------:|:--------------|
| Rye with sourdough | Rye 1150, a third of it in the starter | 78 % | 2.0 % | overnight | 250 °C | 60 min | Let it rest a day before it is cut |
| Baguette | Wheat 550 | 68 % | 1.9 % | 18 h, cold | 240 °C | 24 min | **Steam** for the first ten minutes |
| Ciabatta | Wheat 550, `10 %` durum | 82 % | 2.1 % | 20 h | 230 °C | 22 min | Never knead it |
| Pita | Wheat 405 | 60 % | 1.5 % | 1 h | 270 °C | 4 min | A very hot stone |

| a | b |
|---|---|
| 1 | 2 |
'''

INLINE = r'e^{i\pi} + 1 = 0'
DISPLAY = r'x_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}'

MATHEMATICS_REPLY = r'''The identity $''' + INLINE + r'''$ holds, and with $\alpha_n \le \frac{1}{n^2}$ the series converges:

$$''' + DISPLAY + r'''$$

$$\sum_{n=1}^{\infty} \frac{1}{n^2} = \frac{\pi^2}{6}, \qquad \int_{-\infty}^{\infty} e^{-x^2}\,dx = \sqrt{\pi}, \qquad \lim_{x \to 0} \frac{\sin x}{x} = 1$$

\[
A = \begin{pmatrix} a_{11} & a_{12} & \cdots & a_{1n} \\ a_{21} & a_{22} & \cdots & a_{2n} \\
 \vdots & \vdots & \ddots & \vdots \\ a_{m1} & a_{m2} & \cdots & a_{mn} \end{pmatrix}
\]

\[
|x| = \begin{cases} x & \text{if } x \ge 0 \\ -x & \text{otherwise} \end{cases}
\]

1. A root in a root, \(\sqrt[3]{1 + \sqrt{x}}\), in a list.
2. And one that costs \$5 and \$10, which is no mathematics.

> $$\nabla \times \vec{E} = -\frac{\partial \vec{B}}{\partial t}$$

$$\unknown{x}$$
'''

RTL_QUESTION = 'איך אופים לחם שיפון?'
RTL_PARAGRAPH = 'לחם שיפון דורש סבלנות: מערבבים קמח, מים ו־20 גרם מלח, ומחכים לילה שלם.'

RTL_REPLY = f'''## לחם

{RTL_PARAGRAPH}

1. לערבב את הקמח
2. לחכות *לילה*
   - במקום חמים

```python
def bake(minutes):
    return 'לחם' * minutes
```

> מי שממהר, נשרף.

الخبز يحتاج إلى الصبر، و`bake()` يخبزه في 60 دقيقة.

And a line in English between them.'''

LISTS_REPLY = '''# Baking bread 🍞

Flour, water, salt and *time* — nothing else. 👩‍🍳🧑🏽‍🌾 Rye is slower than wheat[^rye], **much** slower, ~~always~~ mostly.

## What to do

1. The evening before
   - feed the starter
     - with rye
     - and with warm water
   - wait
2. In the morning
   1. mix
   2. fold

### A list of things to buy

- [x] flour
- [ ] salt, of the coarse kind that is sold in the shop around the corner and nowhere else in town
- [ ] water ✅

> A quote of *somebody*,
> over two lines.
>
> > And one within it.

---

See [the manual](https://example.org/manual), `inline code`, 你好 and H₂O.

[^rye]: It has less gluten, and more of what holds water.'''
