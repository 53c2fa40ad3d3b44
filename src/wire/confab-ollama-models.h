/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat-request.h"
#include "confab-local-model-error.h"

G_BEGIN_DECLS

/**
 * CONFAB_OLLAMA_MAX_MODELS:
 *
 * The most models of a list that are read.
 */
#define CONFAB_OLLAMA_MAX_MODELS 1000

/**
 * CONFAB_OLLAMA_MAX_LIST_BYTES:
 *
 * The longest list of models. It is read on the main loop.
 */
#define CONFAB_OLLAMA_MAX_LIST_BYTES (512 * 1024)

/**
 * CONFAB_OLLAMA_MAX_NAME_BYTES:
 *
 * The longest name of a model.
 */
#define CONFAB_OLLAMA_MAX_NAME_BYTES 256

/**
 * ConfabOllamaModel:
 * @name: what it is called, with its tag
 * @parameter_size: (nullable): such as `8.0B`
 * @quantization: (nullable): such as `Q4_K_M`
 * @size_bytes: what it takes on the disk, or in memory if the list is of those loaded; -1 when not said
 * @loaded_until_us: when it will leave the memory, in microseconds since 1970 UTC, or -1
 * @remote: it runs elsewhere, and only its name is here
 *
 * A model of a list.
 */
typedef struct
{
  char     *name;
  char     *parameter_size;
  char     *quantization;
  gint64    size_bytes;
  gint64    loaded_until_us;
  gboolean  remote;
} ConfabOllamaModel;

void               confab_ollama_model_free           (ConfabOllamaModel  *self);

char              *confab_ollama_name_parse           (const char         *text,
                                                       GError            **error) G_GNUC_WARN_UNUSED_RESULT;
char              *confab_ollama_name_dup_key         (const char         *name) G_GNUC_WARN_UNUSED_RESULT;

ConfabWireRequest *confab_ollama_models_encode_list   (void) G_GNUC_WARN_UNUSED_RESULT;
ConfabWireRequest *confab_ollama_models_encode_loaded (void) G_GNUC_WARN_UNUSED_RESULT;
ConfabWireRequest *confab_ollama_models_encode_pull   (const char         *name) G_GNUC_WARN_UNUSED_RESULT;
ConfabWireRequest *confab_ollama_models_encode_delete (const char         *name) G_GNUC_WARN_UNUSED_RESULT;
ConfabWireRequest *confab_ollama_models_encode_unload (const char         *name) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray         *confab_ollama_models_decode        (GBytes             *body,
                                                       GError            **error) G_GNUC_WARN_UNUSED_RESULT;
GError            *confab_ollama_models_refine_error  (GError             *error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabOllamaModel, confab_ollama_model_free)

G_END_DECLS
