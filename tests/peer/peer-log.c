/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "peer-log.h"

/* The headers that may carry a key. Only their names are ever written out. */
static const char * const credential_headers[] = { "x-api-key", "api-key", "authorization", "x-goog-api-key", "x-amz-security-token" };

PeerLogEntry *
peer_log_entry_new (guint              number,
                    SoupServerMessage *message,
                    PeerDialect        dialect)
{
  PeerLogEntry *self = g_new0 (PeerLogEntry, 1);
  GUri *uri = soup_server_message_get_uri (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  SoupMessageHeadersIter iter;
  const char *name, *value;

  self->number = number;
  self->dialect = dialect;
  self->method = g_strdup (soup_server_message_get_method (message));
  self->path = g_strconcat (g_uri_get_path (uri), g_uri_get_query (uri) != NULL ? "?" : "",
                            g_uri_get_query (uri), NULL);
  self->body = g_utf8_make_valid (body->data != NULL ? body->data : "", body->length);
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->open = TRUE;

  soup_message_headers_iter_init (&iter, soup_server_message_get_request_headers (message));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      g_autofree char *lower = g_ascii_strdown (name, -1);
      const char *before = g_hash_table_lookup (self->headers, lower);
      char *all = before != NULL ? g_strconcat (before, ", ", value, NULL) : g_strdup (value);

      /* What came twice is seen to have. */
      g_hash_table_replace (self->headers, g_steal_pointer (&lower), all);
    }

  return self;
}

void
peer_log_entry_free (PeerLogEntry *self)
{
  g_free (self->method);
  g_free (self->path);
  g_free (self->body);
  g_hash_table_unref (self->headers);
  g_free (self);
}

static void
build_string (JsonBuilder *builder,
              const char  *name,
              const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
build_boolean (JsonBuilder *builder,
               const char  *name,
               gboolean     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static gboolean
is_credential (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (credential_headers); i++)
    if (g_str_equal (credential_headers[i], name))
      return TRUE;

  return FALSE;
}

static void
build_headers (JsonBuilder *builder,
               GHashTable  *headers)
{
  GHashTableIter iter;
  gpointer name, value;

  json_builder_set_member_name (builder, "headers");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (!is_credential (name))
      build_string (builder, name, value);
  json_builder_end_object (builder);
}

void
peer_log_entry_build (PeerLogEntry *self,
                      JsonBuilder  *builder)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "number");
  json_builder_add_int_value (builder, self->number);
  build_string (builder, "method", self->method);
  build_string (builder, "path", self->path);
  build_string (builder, "dialect", peer_dialect_get_id (self->dialect));

  json_builder_set_member_name (builder, "credential_headers");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (credential_headers); i++)
    if (g_hash_table_contains (self->headers, credential_headers[i]))
      json_builder_add_string_value (builder, credential_headers[i]);
  json_builder_end_array (builder);
  build_headers (builder, self->headers);

  build_boolean (builder, "key_accepted", self->key_accepted);
  build_string (builder, "body", self->body);
  json_builder_set_member_name (builder, "status");
  json_builder_add_int_value (builder, self->status);
  json_builder_set_member_name (builder, "sent_bytes");
  json_builder_add_int_value (builder, self->sent_bytes);
  build_boolean (builder, "open", self->open);
  build_boolean (builder, "disconnected", self->disconnected);
  json_builder_end_object (builder);
}
