/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-math.h"

G_BEGIN_DECLS

/**
 * ConfabMathStop:
 *
 * What ends a row.
 */
typedef enum
{
  CONFAB_MATH_STOP_NONE,
  CONFAB_MATH_STOP_END,      /* of the source */
  CONFAB_MATH_STOP_BRACE,    /* } */
  CONFAB_MATH_STOP_BRACKET,  /* ], where an optional argument ends */
  CONFAB_MATH_STOP_CELL,     /* & */
  CONFAB_MATH_STOP_LINE,     /* \\ */
  CONFAB_MATH_STOP_RIGHT,    /* \right */
  CONFAB_MATH_STOP_MIDDLE,   /* \middle */
  CONFAB_MATH_STOP_TABLE,    /* \end */
} ConfabMathStop;

/**
 * ConfabMathParser:
 *
 * A formula while it is read. Functions that return a node return %NULL when @error is set.
 */
typedef struct
{
  ConfabMathFormula  *formula;      /* borrowed */
  const char         *source;       /* borrowed */
  const char         *p;            /* where to read on */
  ConfabMathAlphabet  alphabet;
  guint               depth;
  gboolean            in_optional;  /* a bracket ends the row */
  ConfabMathNode    **tag;          /* where the number of the equation goes, or NULL */
  GError            **error;
} ConfabMathParser;

/* The atom alone, where a row holds nothing else. */
static inline ConfabMathNode *
_confab_math_unwrap (ConfabMathNode *node)
{
  while (node->kind == CONFAB_MATH_ROW && node->klass == CONFAB_MATH_ORD && node->children->len == 1)
    node = g_ptr_array_index (node->children, 0);

  return node;
}

/* Puts a node into a row, if there is one. */
static inline ConfabMathNode *
_confab_math_append (ConfabMathNode *row,
                     ConfabMathNode *node)
{
  if (node == NULL)
    return NULL;
  g_ptr_array_add (row->children, node);

  return row;
}

ConfabMathNode *confab_math_parser_fail            (ConfabMathParser     *self,
                                                    ConfabMathError       code,
                                                    const char           *format,
                                                    ...) G_GNUC_PRINTF (3, 4);
ConfabMathNode *confab_math_parser_add             (ConfabMathParser     *self,
                                                    ConfabMathKind        kind,
                                                    const char           *start);
ConfabMathNode *confab_math_parser_add_space       (ConfabMathParser     *self,
                                                    double                width);
ConfabMathNode *confab_math_parser_add_symbol      (ConfabMathParser     *self,
                                                    gunichar              character,
                                                    ConfabMathClass       klass);
ConfabMathNode *confab_math_parser_add_text        (ConfabMathParser     *self,
                                                    const char           *text,
                                                    gsize                 length,
                                                    ConfabMathAlphabet    alphabet);
void            confab_math_parser_skip_space      (ConfabMathParser     *self);
char           *confab_math_parser_peek_command    (ConfabMathParser     *self,
                                                    const char          **end);
gboolean        confab_math_parser_take_command    (ConfabMathParser     *self,
                                                    const char           *name);
ConfabMathStop  confab_math_parser_get_stop        (ConfabMathParser     *self);
gboolean        confab_math_parser_enter           (ConfabMathParser     *self);
void            confab_math_parser_leave           (ConfabMathParser     *self);
ConfabMathNode *confab_math_parser_read_row        (ConfabMathParser     *self);
ConfabMathNode *confab_math_parser_read_nucleus    (ConfabMathParser     *self);
ConfabMathNode *confab_math_parser_read_argument   (ConfabMathParser     *self);
ConfabMathNode *confab_math_parser_read_optional   (ConfabMathParser     *self);
char           *confab_math_parser_read_raw        (ConfabMathParser     *self);
gboolean        confab_math_parser_read_dimension  (ConfabMathParser     *self,
                                                    double               *em);
gboolean        confab_math_parser_read_delimiter  (ConfabMathParser     *self,
                                                    gunichar             *character);

ConfabMathNode *confab_math_command_read           (ConfabMathParser     *self,
                                                    const char           *name,
                                                    const char           *start);
ConfabMathNode *confab_math_fence_read             (ConfabMathParser     *self,
                                                    const char           *start);
gboolean        confab_math_fence_is_big           (const char           *name);
ConfabMathNode *confab_math_fence_read_big         (ConfabMathParser     *self,
                                                    const char           *name,
                                                    const char           *start);
ConfabMathNode *confab_math_operator_read_class    (ConfabMathParser     *self,
                                                    ConfabMathClass       klass,
                                                    const char           *start);
ConfabMathNode *confab_math_operator_read_name     (ConfabMathParser     *self,
                                                    const char           *start);
ConfabMathNode *confab_math_operator_read_not      (ConfabMathParser     *self);
ConfabMathNode *confab_math_operator_read_modulo   (ConfabMathParser     *self,
                                                    const char           *name,
                                                    const char           *start);
ConfabMathNode *confab_math_text_read              (ConfabMathParser     *self,
                                                    ConfabMathAlphabet    alphabet);
ConfabMathNode *confab_math_table_read             (ConfabMathParser     *self,
                                                    const char           *start);
ConfabMathNode *confab_math_table_read_lines       (ConfabMathParser     *self,
                                                    ConfabMathTableStyle  style,
                                                    ConfabMathStop        stop);

G_END_DECLS
