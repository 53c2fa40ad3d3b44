/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "peer-ollama.h"

#include <string.h>

#include "peer-lists.h"

/* What a model has on the disk that nobody told the size of. */
#define USUAL_BYTES G_GINT64_CONSTANT (4661224676)

/* How fetching one model goes. */
typedef struct
{
  GArray    *layers;      /* of gint64, owned; their sizes */
  GArray    *fetched;     /* of gint64, owned; how much of each is there */
  GPtrArray *lines;       /* of char *, owned, nullable */
  char      *error;       /* owned, nullable */
  guint      n_pieces;    /* of each layer */
  guint      fail_after;  /* pieces, 0 for never */
  gboolean   gates;
} Pull;

struct _PeerOllama
{
  GHashTable *pulls;   /* names to Pull, owned */
  GPtrArray  *loaded;  /* of char *, owned */
};

static void
pull_free (gpointer data)
{
  Pull *pull = data;

  g_array_unref (pull->layers);
  g_array_unref (pull->fetched);
  g_clear_pointer (&pull->lines, g_ptr_array_unref);
  g_free (pull->error);
  g_free (pull);
}

PeerOllama *
peer_ollama_new (void)
{
  PeerOllama *self = g_new0 (PeerOllama, 1);

  self->pulls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, pull_free);
  self->loaded = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
peer_ollama_free (PeerOllama *self)
{
  g_hash_table_unref (self->pulls);
  g_ptr_array_unref (self->loaded);
  g_free (self);
}

/* Keeps what was fetched before, if the layers are the same. */
void
peer_ollama_set_pull (PeerOllama *self,
                      const char *name,
                      const char *script)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  Pull *before = g_hash_table_lookup (self->pulls, name);
  Pull *pull;
  JsonObject *object;

  if (script == NULL || !json_parser_load_from_data (parser, script, -1, NULL) ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    {
      g_hash_table_remove (self->pulls, name);
      return;
    }

  object = json_node_get_object (json_parser_get_root (parser));
  pull = g_new0 (Pull, 1);
  pull->layers = g_array_new (FALSE, TRUE, sizeof (gint64));
  pull->fetched = g_array_new (FALSE, TRUE, sizeof (gint64));
  pull->n_pieces = MAX (json_object_get_int_member_with_default (object, "pieces", 2), 1);
  pull->fail_after = json_object_get_int_member_with_default (object, "fail_after", 0);
  pull->error = g_strdup (json_object_get_string_member_with_default (object, "error", NULL));
  pull->gates = json_object_get_boolean_member_with_default (object, "gates", FALSE);

  if (json_object_has_member (object, "layers"))
    {
      JsonArray *layers = json_object_get_array_member (object, "layers");

      for (guint i = 0; i < json_array_get_length (layers); i++)
        {
          const gint64 size = json_array_get_int_element (layers, i);
          gint64 fetched = 0;

          if (before != NULL && before->layers->len > i && g_array_index (before->layers, gint64, i) == size)
            fetched = g_array_index (before->fetched, gint64, i);
          g_array_append_val (pull->layers, size);
          g_array_append_val (pull->fetched, fetched);
        }
    }
  if (json_object_has_member (object, "lines"))
    {
      JsonArray *lines = json_object_get_array_member (object, "lines");

      pull->lines = g_ptr_array_new_with_free_func (g_free);
      for (guint i = 0; i < json_array_get_length (lines); i++)
        g_ptr_array_add (pull->lines, g_strdup (json_array_get_string_element (lines, i)));
    }

  g_hash_table_insert (self->pulls, g_strdup (name), pull);
}

void
peer_ollama_set_loaded (PeerOllama         *self,
                        const char * const *models)
{
  g_ptr_array_set_size (self->loaded, 0);
  for (gsize i = 0; models[i] != NULL; i++)
    g_ptr_array_add (self->loaded, g_strdup (models[i]));
}

static gint64
get_size (PeerOllama *self,
          const char *name)
{
  Pull *pull = g_hash_table_lookup (self->pulls, name);
  gint64 size = 0;

  for (guint i = 0; pull != NULL && i < pull->layers->len; i++)
    size += g_array_index (pull->layers, gint64, i);

  return size > 0 ? size : USUAL_BYTES;
}

static void
add_model (PeerOllama  *self,
           JsonBuilder *builder,
           const char  *name)
{
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, name);
  json_builder_set_member_name (builder, "model");
  json_builder_add_string_value (builder, name);
  json_builder_set_member_name (builder, "size");
  json_builder_add_int_value (builder, get_size (self, name));
  json_builder_set_member_name (builder, "digest");
  json_builder_add_string_value (builder, "365c0bd3c000a25d28ddbf732fe1c6add414de7275464c4e4d1c3b5fcb5d8ad1");
  peer_lists_add_details (builder);
}

static JsonBuilder *
begin_list (void)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "models");
  json_builder_begin_array (builder);

  return builder;
}

static char *
end_list (JsonBuilder *builder)
{
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return peer_json_to_string (builder);
}

/* What GET /api/tags gives. */
char *
peer_ollama_dup_list (PeerOllama         *self,
                      const char * const *models)
{
  g_autoptr(JsonBuilder) builder = begin_list ();

  for (gsize i = 0; models[i] != NULL; i++)
    {
      json_builder_begin_object (builder);
      add_model (self, builder, models[i]);
      json_builder_set_member_name (builder, "modified_at");
      json_builder_add_string_value (builder, "2025-10-01T00:00:00Z");
      json_builder_end_object (builder);
    }

  return end_list (builder);
}

/* What GET /api/ps gives. */
char *
peer_ollama_dup_loaded (PeerOllama *self)
{
  g_autoptr(JsonBuilder) builder = begin_list ();

  for (guint i = 0; i < self->loaded->len; i++)
    {
      json_builder_begin_object (builder);
      add_model (self, builder, g_ptr_array_index (self->loaded, i));
      json_builder_set_member_name (builder, "size_vram");
      json_builder_add_int_value (builder, 0);
      json_builder_set_member_name (builder, "expires_at");
      json_builder_add_string_value (builder, "2318-09-11T00:00:00Z");
      json_builder_end_object (builder);
    }

  return end_list (builder);
}

/* What is done when a piece was sent, or the whole. */
typedef struct
{
  Pull  *pull;       /* borrowed: scripts are not taken away while they run */
  guint  layer;
  gint64 fetched;
  GStrv *models;     /* borrowed */
  char  *name;       /* owned, nullable: which model is there now */
} Note;

static void
note_free (gpointer data)
{
  Note *note = data;

  g_free (note->name);
  g_free (note);
}

static void
note_fetched_cb (gpointer data)
{
  Note *note = data;

  g_array_index (note->pull->fetched, gint64, note->layer) = note->fetched;
}

static void
note_failed_cb (gpointer data)
{
  Note *note = data;

  note->pull->fail_after = 0;
}

static void
note_installed_cb (gpointer data)
{
  Note *note = data;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  if (g_strv_contains ((const char * const *) *note->models, note->name))
    return;

  g_strv_builder_add (builder, note->name);
  for (gsize i = 0; (*note->models)[i] != NULL; i++)
    g_strv_builder_add (builder, (*note->models)[i]);
  g_strfreev (*note->models);
  *note->models = g_strv_builder_end (builder);
}

static Note *
note_new (Pull *pull)
{
  Note *note = g_new0 (Note, 1);

  note->pull = pull;

  return note;
}

static void
add_status (PeerStream *stream,
            const char *status)
{
  g_autofree char *line = g_strdup_printf ("{\"status\":\"%s\"}\n", status);

  peer_stream_add_piece (stream, line, -1);
}

static void
add_error (PeerStream *stream,
           const char *error)
{
  g_autofree char *line = g_strdup_printf ("{\"error\":\"%s\"}\n", error);

  peer_stream_add_piece (stream, line, -1);
}

static void
add_progress (PeerStream *stream,
              guint       layer,
              gint64      completed,
              gint64      total)
{
  g_autofree char *done = completed > 0 ? g_strdup_printf (",\"completed\":%" G_GINT64_FORMAT, completed) : g_strdup ("");
  g_autofree char *line =
    g_strdup_printf ("{\"status\":\"pulling %012u\",\"digest\":\"sha256:%064u\",\"total\":%" G_GINT64_FORMAT "%s}\n",
                     layer + 1, layer + 1, total, done);

  peer_stream_add_piece (stream, line, -1);
}

/* Returns FALSE when the script ends there. */
static gboolean
fill_layer (Pull       *pull,
            guint       layer,
            guint      *n_sent,
            PeerStream *stream)
{
  const gint64 total = g_array_index (pull->layers, gint64, layer);
  const gint64 start = g_array_index (pull->fetched, gint64, layer);

  add_progress (stream, layer, start, total);
  for (guint i = 1; start < total && i <= pull->n_pieces; i++)
    {
      Note *note = note_new (pull);

      note->layer = layer;
      note->fetched = start + (total - start) * i / pull->n_pieces;
      if (pull->gates)
        peer_stream_add_gate (stream);
      add_progress (stream, layer, note->fetched, total);
      peer_stream_add_note (stream, note_fetched_cb, note, note_free);

      if (++*n_sent == pull->fail_after)
        {
          peer_stream_add_note (stream, note_failed_cb, note_new (pull), note_free);
          if (pull->error != NULL)
            {
              add_error (stream, pull->error);
              peer_stream_add_end (stream);
            }
          else
            {
              peer_stream_add_cut (stream);
            }
          return FALSE;
        }
    }

  return TRUE;
}

/* Writes the answer to POST /api/pull. */
void
peer_ollama_fill_pull (PeerOllama *self,
                       GStrv      *models,
                       const char *name,
                       PeerStream *stream)
{
  Pull *pull = g_hash_table_lookup (self->pulls, name);
  guint n_sent = 0;
  Note *note;

  peer_stream_add_head (stream, "application/x-ndjson", FALSE);
  if (pull != NULL && pull->lines != NULL)
    {
      for (guint i = 0; i < pull->lines->len; i++)
        peer_stream_add_piece (stream, g_ptr_array_index (pull->lines, i), -1);
      peer_stream_add_end (stream);
      return;
    }

  add_status (stream, "pulling manifest");
  if (pull == NULL)
    {
      add_error (stream, "pull model manifest: file does not exist");
      peer_stream_add_end (stream);
      return;
    }

  for (guint i = 0; i < pull->layers->len; i++)
    if (!fill_layer (pull, i, &n_sent, stream))
      return;

  add_status (stream, "verifying sha256 digest");
  if (pull->gates)
    peer_stream_add_gate (stream);
  add_status (stream, "writing manifest");
  note = note_new (pull);
  note->models = models;
  note->name = strchr (name, ':') != NULL ? g_strdup (name) : g_strconcat (name, ":latest", NULL);
  peer_stream_add_note (stream, note_installed_cb, note, note_free);
  add_status (stream, "success");
  peer_stream_add_end (stream);
}

/* Returns whether it was there. */
gboolean
peer_ollama_remove (PeerOllama *self,
                    GStrv      *models,
                    const char *name)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  Pull *pull = name != NULL ? g_hash_table_lookup (self->pulls, name) : NULL;

  if (name == NULL || !g_strv_contains ((const char * const *) *models, name))
    return FALSE;

  for (gsize i = 0; (*models)[i] != NULL; i++)
    if (!g_str_equal ((*models)[i], name))
      g_strv_builder_add (builder, (*models)[i]);
  g_strfreev (*models);
  *models = g_strv_builder_end (builder);
  peer_ollama_unload (self, name);
  if (pull != NULL)
    memset (pull->fetched->data, 0, pull->fetched->len * sizeof (gint64));

  return TRUE;
}

void
peer_ollama_unload (PeerOllama *self,
                    const char *name)
{
  guint index;

  if (g_ptr_array_find_with_equal_func (self->loaded, name, g_str_equal, &index))
    g_ptr_array_remove_index (self->loaded, index);
}
