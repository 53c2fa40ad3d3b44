/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* @input is a stream in which ' stands for ". @expected is what has to be in the trace of its
 * events, in this order: several pieces with a | between them. A piece that begins with ! must not
 * be in the trace at all. */
typedef struct
{
  const char *name;
  const char *input;
  const char *expected;
} DecoderCase;

char *decoder_fixture_trace          (const char        *dialect_id,
                                      const char        *body,
                                      gsize              length,
                                      gsize              first_piece,
                                      gsize              piece);
void  decoder_fixture_check          (const char        *dialect_id,
                                      const DecoderCase *cases,
                                      gsize              n_cases);
void  decoder_fixture_check_encoded  (const char        *dialect_id,
                                      const DecoderCase *cases,
                                      gsize              n_cases,
                                      GBytes          *(*encode) (const char *text));
void  decoder_fixture_split_anywhere (const char        *dialect_id);
void  decoder_fixture_damage         (const char        *dialect_id);
