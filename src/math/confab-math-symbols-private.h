/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-math.h"

G_BEGIN_DECLS

/**
 * ConfabMathSymbol:
 * @name: the command that stands for it
 * @character: what is shown
 * @klass: what it is to its neighbours
 * @large: it is larger in display style
 * @limits: where its scripts go
 *
 * A character that has a name.
 */
typedef struct
{
  const char       *name;
  gunichar          character;
  ConfabMathClass   klass;
  gboolean          large;
  ConfabMathLimits  limits;
} ConfabMathSymbol;

/**
 * ConfabMathFunction:
 * @name: the command that stands for it
 * @text: what is shown
 * @has_limits: its scripts go above and below in display style
 *
 * An operator that is written in words.
 */
typedef struct
{
  const char *name;
  const char *text;
  gboolean    has_limits;
} ConfabMathFunction;

const ConfabMathSymbol   *confab_math_symbols_find          (const char       *name);
const ConfabMathFunction *confab_math_symbols_find_function (const char       *name);
gboolean                  confab_math_symbols_classify      (gunichar          character,
                                                             ConfabMathSymbol *symbol);

G_END_DECLS
