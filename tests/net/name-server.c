/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "name-server.h"

#include <string.h>

#define PORT 53
#define HEADER_BYTES 12
#define TYPE_A 1

struct _NameServer
{
  GSocket             *socket;       /* owned */
  GSource             *source;       /* owned */
  const char * const  *addresses;    /* borrowed; the last one stays */
  guint                n_questions;
};

/* Where the one question ends: behind its labels, its type and its class. */
static gsize
find_end_of_question (const guint8 *message,
                      gsize         length)
{
  gsize end = HEADER_BYTES;

  while (end < length && message[end] != 0)
    end += message[end] + 1;

  return end + 5;
}

static void
answer (NameServer     *self,
        const guint8   *question,
        gsize           length,
        GSocketAddress *sender)
{
  static const guint8 record[] = { 0xc0, HEADER_BYTES, 0, TYPE_A, 0, 1, 0, 0, 0, 0, 0, 4 };
  const gsize end = find_end_of_question (question, length);
  g_autoptr(GByteArray) message = g_byte_array_new ();
  g_autoptr(GInetAddress) address = NULL;
  g_autoptr(GError) error = NULL;

  if (length < HEADER_BYTES || end > length)
    return;

  g_byte_array_append (message, question, end);
  memset (message->data + 4, 0, HEADER_BYTES - 4);
  message->data[2] = 0x84 | (question[2] & 1);
  message->data[3] = 0x80;
  message->data[5] = 1;

  /* There are no addresses of the other kind. */
  if (question[end - 3] == TYPE_A)
    {
      address = g_inet_address_new_from_string (self->addresses[0]);
      g_assert_nonnull (address);
      message->data[7] = 1;
      g_byte_array_append (message, record, sizeof record);
      g_byte_array_append (message, g_inet_address_to_bytes (address), 4);
      self->n_questions++;
      if (self->addresses[1] != NULL)
        self->addresses++;
    }

  g_socket_send_to (self->socket, sender, (const char *) message->data, message->len, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
on_question_cb (GSocket      *socket,
                GIOCondition  condition,
                gpointer      user_data)
{
  NameServer *self = user_data;
  g_autoptr(GSocketAddress) sender = NULL;
  guint8 question[512];
  gssize length = g_socket_receive_from (socket, &sender, (char *) question, sizeof question, NULL, NULL);

  if (length > 0)
    answer (self, question, length, sender);

  return G_SOURCE_CONTINUE;
}

/* Runs on the main context: whoever asks must do so in another thread, as GLib's resolver does. */
NameServer *
name_server_new (const char * const *addresses)
{
  NameServer *self = g_new0 (NameServer, 1);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", PORT);
  g_autoptr(GError) error = NULL;

  self->addresses = addresses;
  self->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, &error);
  g_assert_no_error (error);
  g_socket_bind (self->socket, address, TRUE, &error);
  g_assert_no_error (error);
  self->source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_question_cb), self, NULL);
  g_source_attach (self->source, NULL);

  return self;
}

void
name_server_free (NameServer *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_object_unref (self->socket);
  g_free (self);
}

/* How often it was asked for an address. */
guint
name_server_get_n_questions (NameServer *self)
{
  return self->n_questions;
}
