/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-keyring.h"

#include "await.h"

G_BEGIN_DECLS

/* Long enough to be found in a file by nothing but itself. */
#define KEYRING_TEST_KEY "sk-test-4f6e65206b657920746f2066696e64"

gboolean      keyring_refresh       (ConfabKeyring      *keyring);
ConfabSecret *keyring_lookup        (ConfabKeyring      *keyring,
                                     const char         *secret_id,
                                     gint64             *created_at_us,
                                     GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      keyring_store         (ConfabKeyring      *keyring,
                                     const char         *secret_id,
                                     const char         *text,
                                     GError            **error);
gboolean      keyring_clear         (ConfabKeyring      *keyring,
                                     const char         *secret_id,
                                     GError            **error);
gboolean      keyring_unlock        (ConfabKeyring      *keyring,
                                     GError            **error);
void          keyring_assert_lookup (ConfabKeyring      *keyring,
                                     const char         *secret_id,
                                     const char         *expected);
char         *keyring_ask           (const char         *input,
                                     const char         *program,
                                     ...) G_GNUC_WARN_UNUSED_RESULT G_GNUC_NULL_TERMINATED;
void          keyring_await_state   (ConfabKeyring      *keyring,
                                     ConfabKeyringState  state);
void          keyring_count_cb      (GObject            *object,
                                     gpointer            user_data);

G_END_DECLS
