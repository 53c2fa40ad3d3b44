/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What only Ollama is asked: for models to come and go, on the disk and in the memory. */

#include "config.h"

#include "confab-test-peer-private.h"

#include <string.h>

#include "peer-lists.h"

static char *
dup_model (PeerLogEntry *entry)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonNode *root;

  json_parser_load_from_data (parser, entry->body, -1, NULL);
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;

  return g_strdup (json_object_get_string_member_with_default (json_node_get_object (root), "model", NULL));
}

static void
respond_unknown (SoupServerMessage *message,
                 PeerLogEntry      *entry,
                 const char        *model)
{
  g_autofree char *text = g_strdup_printf ("model '%s' not found", model != NULL ? model : "");

  confab_test_peer_respond_error (message, entry, PEER_DIALECT_OLLAMA, 404, text);
}

static void
answer_delete (ConfabTestPeer    *self,
               SoupServerMessage *message,
               PeerLogEntry      *entry)
{
  g_autofree char *model = dup_model (entry);

  if (peer_ollama_remove (self->ollama, &self->models, model))
    confab_test_peer_respond (message, entry, 200, "application/json", "");
  else
    respond_unknown (message, entry, model);
}

static void
answer_pull (ConfabTestPeer    *self,
             SoupServerMessage *message,
             PeerLogEntry      *entry)
{
  g_autofree char *model = dup_model (entry);
  Reply *reply;

  if (model == NULL || *model == '\0')
    {
      confab_test_peer_respond_error (message, entry, PEER_DIALECT_OLLAMA, 400, "invalid model name");
      return;
    }

  reply = confab_test_peer_take_connection (self, message, entry);
  peer_ollama_fill_pull (self->ollama, &self->models, model, reply->stream);
  peer_stream_start (reply->stream);
}

/* A question without messages that is kept for no time takes a model out of the memory. */
static gboolean
answer_unload (ConfabTestPeer    *self,
               SoupServerMessage *message,
               PeerLogEntry      *entry)
{
  g_autofree char *model = NULL;

  if (strstr (entry->body, "\"messages\":[]") == NULL || strstr (entry->body, "\"keep_alive\":0") == NULL)
    return FALSE;

  model = dup_model (entry);
  if (model == NULL || !confab_test_peer_has_model (self, model))
    {
      respond_unknown (message, entry, model);
      return TRUE;
    }

  peer_ollama_unload (self->ollama, model);
  confab_test_peer_respond (message, entry, 200, "application/json",
                            "{\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"unload\"}");

  return TRUE;
}

static void
answer_show (ConfabTestPeer    *self,
             SoupServerMessage *message,
             PeerLogEntry      *entry)
{
  g_autofree char *model = dup_model (entry);
  g_autofree char *body = NULL;

  if (model == NULL || !confab_test_peer_has_model (self, model))
    {
      respond_unknown (message, entry, model);
      return;
    }

  body = peer_lists_dup_show (model);
  confab_test_peer_respond (message, entry, 200, "application/json", body);
}

static void
answer_version (ConfabTestPeer    *self,
                SoupServerMessage *message,
                PeerLogEntry      *entry)
{
  g_autofree char *body = g_strdup_printf ("{\"version\":\"%s\"}", self->version);

  confab_test_peer_respond (message, entry, 200, "application/json", body);
}

static void
answer_loaded (ConfabTestPeer    *self,
               SoupServerMessage *message,
               PeerLogEntry      *entry)
{
  g_autofree char *body = peer_ollama_dup_loaded (self->ollama);

  confab_test_peer_respond (message, entry, 200, "application/json", body);
}

/* Whether it was for this file to answer. */
gboolean
confab_test_peer_answer_ollama (ConfabTestPeer    *self,
                                SoupServerMessage *message,
                                PeerLogEntry      *entry,
                                const char        *method,
                                const char        *path)
{
  static const struct
  {
    const char *method;
    const char *path;
    void      (*answer) (ConfabTestPeer    *self,
                         SoupServerMessage *message,
                         PeerLogEntry      *entry);
  } answers[] = {
    { "GET", "/api/version", answer_version },
    { "GET", "/api/ps", answer_loaded },
    { "POST", "/api/show", answer_show },
    { "POST", "/api/pull", answer_pull },
    { "DELETE", "/api/delete", answer_delete },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      if (g_str_equal (method, answers[i].method) && g_str_has_suffix (path, answers[i].path))
        {
          answers[i].answer (self, message, entry);
          return TRUE;
        }
    }

  return g_str_equal (method, "POST") && g_str_has_suffix (path, "/api/chat") && answer_unload (self, message, entry);
}
