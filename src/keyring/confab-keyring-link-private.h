/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_KEYRING_LINK (confab_keyring_link_get_type ())
G_DECLARE_FINAL_TYPE (ConfabKeyringLink, confab_keyring_link, CONFAB, KEYRING_LINK, GObject)

ConfabKeyringLink *confab_keyring_link_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void               confab_keyring_link_shut        (ConfabKeyringLink    *self);
void               confab_keyring_link_open_async  (ConfabKeyringLink    *self,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
SecretService     *confab_keyring_link_open_finish (ConfabKeyringLink    *self,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GError            *confab_keyring_link_translate_error (const GError     *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
