/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-test-peer-private.h"

#include <string.h>

/* What a test can see of a peer: the replies under way and the requests so far; and what it can tell
 * the peer about tokens. */

/* Opens the gates that replies wait at. Returns how many there were. */
guint
confab_test_peer_release (ConfabTestPeer *self)
{
  g_autoptr(GPtrArray) waiting = g_ptr_array_new ();

  /* A reply that ends leaves the array. */
  for (guint i = 0; i < self->replies->len; i++)
    {
      Reply *reply = self->replies->pdata[i];

      if (peer_stream_is_waiting (reply->stream))
        g_ptr_array_add (waiting, reply->stream);
    }
  for (guint i = 0; i < waiting->len; i++)
    peer_stream_release (waiting->pdata[i]);

  return waiting->len;
}

/* How many replies wait at a gate. */
guint
confab_test_peer_get_n_waiting (ConfabTestPeer *self)
{
  guint n = 0;

  for (guint i = 0; i < self->replies->len; i++)
    n += peer_stream_is_waiting (((Reply *) self->replies->pdata[i])->stream);

  return n;
}

/* How many streamed replies are under way. */
guint
confab_test_peer_get_n_open (ConfabTestPeer *self)
{
  return self->replies->len;
}

/* How many logged requests lost their client before the end of the reply. */
guint
confab_test_peer_get_n_gone (ConfabTestPeer *self)
{
  guint n = 0;

  for (guint i = 0; i < self->log->len; i++)
    n += ((PeerLogEntry *) self->log->pdata[i])->disconnected;

  return n;
}

/* How many requests are in the log. */
guint
confab_test_peer_get_n_requests (ConfabTestPeer *self)
{
  return self->log->len;
}

/* How many of them went to a path that ends so; the query does not count. */
guint
confab_test_peer_get_n_requests_to (ConfabTestPeer *self,
                                    const char     *path_end)
{
  guint n = 0;

  for (guint i = 0; i < self->log->len; i++)
    {
      PeerLogEntry *entry = self->log->pdata[i];
      g_autofree char *path = g_strndup (entry->path, strcspn (entry->path, "?"));

      n += g_str_has_suffix (path, path_end);
    }

  return n;
}

static PeerLogEntry *
get_last (ConfabTestPeer *self)
{
  return self->log->len > 0 ? self->log->pdata[self->log->len - 1] : NULL;
}

const char *
confab_test_peer_get_last_request_method (ConfabTestPeer *self)
{
  PeerLogEntry *entry = get_last (self);

  return entry != NULL ? entry->method : NULL;
}

/* With the query. */
const char *
confab_test_peer_get_last_request_path (ConfabTestPeer *self)
{
  PeerLogEntry *entry = get_last (self);

  return entry != NULL ? entry->path : NULL;
}

const char *
confab_test_peer_get_last_request_body (ConfabTestPeer *self)
{
  PeerLogEntry *entry = get_last (self);

  return entry != NULL ? entry->body : NULL;
}

/* The name in any case. Unlike the log, this does show the key. */
const char *
confab_test_peer_get_last_request_header (ConfabTestPeer *self,
                                          const char     *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  PeerLogEntry *entry = get_last (self);

  return entry != NULL ? g_hash_table_lookup (entry->headers, lower) : NULL;
}

/* How much of the last reply has been handed to the system, head and chunk marks included. */
gsize
confab_test_peer_get_last_sent_bytes (ConfabTestPeer *self)
{
  PeerLogEntry *entry = get_last (self);

  for (guint i = 0; i < self->replies->len; i++)
    {
      Reply *reply = self->replies->pdata[i];

      if (reply->entry == entry)
        return peer_stream_get_sent_bytes (reply->stream);
    }

  return entry != NULL ? entry->sent_bytes : 0;
}

/* The log as GET /peer/log gives it. */
char *
confab_test_peer_dup_log (ConfabTestPeer *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "waiting");
  json_builder_add_int_value (builder, confab_test_peer_get_n_waiting (self));
  json_builder_set_member_name (builder, "open");
  json_builder_add_int_value (builder, confab_test_peer_get_n_open (self));
  json_builder_set_member_name (builder, "requests");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->log->len; i++)
    peer_log_entry_build (self->log->pdata[i], builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return peer_json_to_string (builder);
}

/* Forgets the requests seen. Replies under way go on, unlogged. */
void
confab_test_peer_clear_log (ConfabTestPeer *self)
{
  for (guint i = 0; i < self->replies->len; i++)
    ((Reply *) self->replies->pdata[i])->entry = NULL;
  g_ptr_array_set_size (self->log, 0);
}

/* The key file of a service account that Vertex lets in. */
char *
confab_test_peer_dup_service_account (ConfabTestPeer *self)
{
  return peer_google_dup_service_account (self->google);
}

/* What gcloud would keep of the sign-in of a person whom Vertex lets in. */
char *
confab_test_peer_dup_google_login (ConfabTestPeer *self)
{
  return peer_google_dup_login (self->google);
}

/* For how long tokens are said to be good. */
void
confab_test_peer_set_token_seconds (ConfabTestPeer *self,
                                    guint           seconds)
{
  peer_google_set_seconds (self->google, seconds);
}

/* The status that asking for a token gets, or 0 for a token. */
void
confab_test_peer_set_token_failure (ConfabTestPeer *self,
                                    guint           status)
{
  peer_google_set_failure (self->google, status);
}

/* Whether who asks for a token is kept waiting. */
void
confab_test_peer_set_token_hold (ConfabTestPeer *self,
                                 gboolean        hold)
{
  peer_google_set_hold (self->google, hold);
}

/* Makes all tokens that were given worthless before their time. */
void
confab_test_peer_withdraw_tokens (ConfabTestPeer *self)
{
  peer_google_withdraw (self->google);
}
