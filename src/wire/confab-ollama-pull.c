/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ollama-pull"

#include "config.h"

#include "confab-ollama-pull.h"

#include <string.h>

#include "confab-json.h"
#include "confab-ndjson-parser.h"
#include "confab-ollama-models.h"
#include "confab-stream-error.h"

/* No layer is believed to be larger, so that sums stay sums: a petabyte. */
#define MAX_LAYER_BYTES (G_GINT64_CONSTANT (1) << 50)

/* Less than this is no whole model but a small layer that came before the large one, and is not
 * taken for nearly everything. */
#define LEAST_WHOLE_BYTES (32 * 1024 * 1024)

/* What is left for looking through the bytes once they are there. */
#define FETCHED_FRACTION 0.99

typedef struct
{
  gint64 completed;
  gint64 total;
} Layer;

/**
 * ConfabOllamaPull:
 *
 * Reads the stream in which Ollama tells how fetching a model goes. Pure: bytes in, figures out.
 *
 * Each layer of a model is told of apart, the next one when the one before is there. The figures
 * are sums over those that were told of so far, and the fraction never goes back when a further
 * layer makes the whole larger.
 */
struct _ConfabOllamaPull
{
  ConfabNdjsonParser    *parser;           /* owned */
  GHashTable            *layers;           /* owned, digests to Layer */
  gint64                 completed_bytes;
  gint64                 total_bytes;
  double                 fraction;
  ConfabOllamaPullPhase  phase;
};

/**
 * confab_ollama_pull_new:
 *
 * Returns: (transfer full): a reader at the start of a stream
 */
ConfabOllamaPull *
confab_ollama_pull_new (void)
{
  ConfabOllamaPull *self = g_new0 (ConfabOllamaPull, 1);

  self->parser = confab_ndjson_parser_new (CONFAB_OLLAMA_PULL_MAX_LINE_BYTES);
  self->layers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

/**
 * confab_ollama_pull_free:
 * @self: (nullable) (transfer full): a reader
 */
void
confab_ollama_pull_free (ConfabOllamaPull *self)
{
  if (self == NULL)
    return;

  confab_ndjson_parser_free (self->parser);
  g_hash_table_unref (self->layers);
  g_free (self);
}

static gboolean
take_layer (ConfabOllamaPull  *self,
            const char        *digest,
            gint64             completed,
            gint64             total,
            GError           **error)
{
  Layer *layer = g_hash_table_lookup (self->layers, digest);

  total = CLAMP (total, 0, MAX_LAYER_BYTES);
  if (layer == NULL)
    {
      if (g_hash_table_size (self->layers) >= CONFAB_OLLAMA_PULL_MAX_LAYERS)
        {
          g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE,
                       "The model has more than %d layers", CONFAB_OLLAMA_PULL_MAX_LAYERS);
          return FALSE;
        }
      layer = g_new0 (Layer, 1);
      g_hash_table_insert (self->layers, g_strdup (digest), layer);
    }

  self->completed_bytes -= layer->completed;
  self->total_bytes -= layer->total;
  layer->total = MAX (layer->total, total);
  layer->completed = CLAMP (completed, layer->completed, layer->total);
  self->completed_bytes += layer->completed;
  self->total_bytes += layer->total;

  self->fraction = MAX (self->fraction, FETCHED_FRACTION * self->completed_bytes /
                                        MAX (self->total_bytes, LEAST_WHOLE_BYTES));

  return TRUE;
}

static void
set_phase (ConfabOllamaPull      *self,
           ConfabOllamaPullPhase  phase)
{
  self->phase = MAX (self->phase, phase);

  if (self->phase == CONFAB_OLLAMA_PULL_VERIFYING)
    self->fraction = MAX (self->fraction, FETCHED_FRACTION);
  else if (self->phase == CONFAB_OLLAMA_PULL_DONE)
    self->fraction = 1;
}

static gboolean
accept_line_cb (const char  *json,
                gsize        length,
                gpointer     user_data,
                GError     **error)
{
  ConfabOllamaPull *self = user_data;
  g_autoptr(JsonNode) node = confab_json_parse (json, length, error);
  JsonObject *root = confab_json_node_object (node);
  const char *status, *digest;
  GError *reported;

  if (node == NULL)
    return FALSE;
  if (root == NULL)
    {
      g_set_error_literal (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED,
                           "A line of the progress is no object");
      return FALSE;
    }

  reported = confab_stream_error_find (root, NULL);
  if (reported != NULL)
    {
      reported = confab_ollama_models_refine_error (reported);
      g_set_error_literal (error, CONFAB_LOCAL_MODEL_ERROR,
                           reported->domain == CONFAB_LOCAL_MODEL_ERROR ? reported->code
                                                                        : CONFAB_LOCAL_MODEL_ERROR_FAILED,
                           reported->message);
      g_error_free (reported);
      return FALSE;
    }

  status = confab_json_get_string (root, "status");
  digest = confab_json_get_string (root, "digest");

  /* What else there may be to tell changes no figure. */
  if (confab_json_get_node (root, "total") != NULL)
    {
      set_phase (self, CONFAB_OLLAMA_PULL_FETCHING);
      return take_layer (self, digest != NULL ? digest : status != NULL ? status : "",
                         confab_json_get_int (root, "completed", 0),
                         confab_json_get_int (root, "total", 0), error);
    }
  if (g_strcmp0 (status, "success") == 0)
    set_phase (self, CONFAB_OLLAMA_PULL_DONE);
  else if (status != NULL && (g_str_has_prefix (status, "verifying") || g_str_has_prefix (status, "writing") ||
                              g_str_has_prefix (status, "removing")))
    set_phase (self, CONFAB_OLLAMA_PULL_VERIFYING);

  return TRUE;
}

/**
 * confab_ollama_pull_feed:
 * @self: the reader
 * @bytes: the next bytes of the stream; may end anywhere
 * @length: the length of @bytes
 * @error: return location
 *
 * Reads on.
 *
 * Returns: %FALSE with an error of %CONFAB_WIRE_ERROR, or of %CONFAB_LOCAL_MODEL_ERROR if the server
 *   reports one; nothing more may be fed then
 */
gboolean
confab_ollama_pull_feed (ConfabOllamaPull  *self,
                         const char        *bytes,
                         gsize              length,
                         GError           **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return confab_ndjson_parser_feed (self->parser, bytes, length, accept_line_cb, self, error);
}

/**
 * confab_ollama_pull_finish:
 * @self: the reader
 * @error: return location
 *
 * Ends the stream.
 *
 * Returns: whether the model is there; otherwise %CONFAB_LOCAL_MODEL_ERROR_INTERRUPTED, or what
 *   [method@OllamaPull.feed] gives
 */
gboolean
confab_ollama_pull_finish (ConfabOllamaPull  *self,
                           GError           **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  /* Half a line is no more than a sign that the server stopped. */
  if (!confab_ndjson_parser_is_open (self->parser) &&
      !confab_ndjson_parser_finish (self->parser, accept_line_cb, self, error))
    return FALSE;

  if (self->phase != CONFAB_OLLAMA_PULL_DONE)
    {
      g_set_error_literal (error, CONFAB_LOCAL_MODEL_ERROR, CONFAB_LOCAL_MODEL_ERROR_INTERRUPTED,
                           "The stream ended before the model was there");
      return FALSE;
    }

  return TRUE;
}

/**
 * confab_ollama_pull_get_phase:
 * @self: the reader
 *
 * Returns: how far it is
 */
ConfabOllamaPullPhase
confab_ollama_pull_get_phase (ConfabOllamaPull *self)
{
  g_return_val_if_fail (self != NULL, CONFAB_OLLAMA_PULL_STARTING);

  return self->phase;
}

/**
 * confab_ollama_pull_get_completed_bytes:
 * @self: the reader
 *
 * Returns: how much is there of the layers told of so far, in bytes
 */
gint64
confab_ollama_pull_get_completed_bytes (ConfabOllamaPull *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->completed_bytes;
}

/**
 * confab_ollama_pull_get_total_bytes:
 * @self: the reader
 *
 * Returns: how large the layers told of so far are, in bytes; 0 before the first one
 */
gint64
confab_ollama_pull_get_total_bytes (ConfabOllamaPull *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->total_bytes;
}

/**
 * confab_ollama_pull_get_fraction:
 * @self: the reader
 *
 * Returns: how much of the whole is done, from 0 to 1; never less than before, and 1 only at the end
 */
double
confab_ollama_pull_get_fraction (ConfabOllamaPull *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->fraction;
}
