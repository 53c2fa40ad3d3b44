/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "confab-local-model-error.h"
#include "confab-wire-error.h"

G_BEGIN_DECLS

/**
 * CONFAB_OLLAMA_PULL_MAX_LINE_BYTES:
 *
 * The longest line of progress. Real ones have some two hundred bytes, an error a few more.
 */
#define CONFAB_OLLAMA_PULL_MAX_LINE_BYTES (64 * 1024)

/**
 * CONFAB_OLLAMA_PULL_MAX_LAYERS:
 *
 * The most layers one model may have. Real ones have about five.
 */
#define CONFAB_OLLAMA_PULL_MAX_LAYERS 1024

/**
 * ConfabOllamaPullPhase:
 * @CONFAB_OLLAMA_PULL_STARTING: the server looks what there is to fetch
 * @CONFAB_OLLAMA_PULL_FETCHING: bytes arrive
 * @CONFAB_OLLAMA_PULL_VERIFYING: all are there and are looked through; this can take minutes
 * @CONFAB_OLLAMA_PULL_DONE: the model can be used
 *
 * How far fetching a model is.
 */
typedef enum
{
  CONFAB_OLLAMA_PULL_STARTING,
  CONFAB_OLLAMA_PULL_FETCHING,
  CONFAB_OLLAMA_PULL_VERIFYING,
  CONFAB_OLLAMA_PULL_DONE,
} ConfabOllamaPullPhase;

typedef struct _ConfabOllamaPull ConfabOllamaPull;

ConfabOllamaPull      *confab_ollama_pull_new                 (void) G_GNUC_WARN_UNUSED_RESULT;
void                   confab_ollama_pull_free                (ConfabOllamaPull  *self);
gboolean               confab_ollama_pull_feed                (ConfabOllamaPull  *self,
                                                               const char        *bytes,
                                                               gsize              length,
                                                               GError           **error);
gboolean               confab_ollama_pull_finish              (ConfabOllamaPull  *self,
                                                               GError           **error);
ConfabOllamaPullPhase  confab_ollama_pull_get_phase           (ConfabOllamaPull  *self);
gint64                 confab_ollama_pull_get_completed_bytes (ConfabOllamaPull  *self);
gint64                 confab_ollama_pull_get_total_bytes     (ConfabOllamaPull  *self);
double                 confab_ollama_pull_get_fraction        (ConfabOllamaPull  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabOllamaPull, confab_ollama_pull_free)

G_END_DECLS
