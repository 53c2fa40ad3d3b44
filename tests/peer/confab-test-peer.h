/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TEST_PEER_KEY "test-key-0123456789"

/* Who may sign requests to Bedrock, and the one region there is. The secrets look like nothing, so
 * that nothing but being secret keeps them out of sight. */
#define CONFAB_TEST_PEER_AWS_ID           "AKIAPEER0EXAMPLE0001"
#define CONFAB_TEST_PEER_AWS_TEMPORARY_ID "ASIAPEER0EXAMPLE0002"
#define CONFAB_TEST_PEER_AWS_SECRET       "peer/secret+access+key/without+any+look"
#define CONFAB_TEST_PEER_AWS_TOKEN        "peer/session+token/of+no+appearance=="
#define CONFAB_TEST_PEER_AWS_REGION       "eu-central-1"

#define CONFAB_TYPE_TEST_PEER (confab_test_peer_get_type ())
G_DECLARE_FINAL_TYPE (ConfabTestPeer, confab_test_peer, CONFAB, TEST_PEER, GObject)

ConfabTestPeer *confab_test_peer_new                     (void) G_GNUC_WARN_UNUSED_RESULT;
guint           confab_test_peer_get_port                (ConfabTestPeer     *self);
const char     *confab_test_peer_get_uri                 (ConfabTestPeer     *self);

void            confab_test_peer_set_key                 (ConfabTestPeer     *self,
                                                          const char         *key);
void            confab_test_peer_set_models              (ConfabTestPeer     *self,
                                                          const char * const *models);
void            confab_test_peer_set_name                (ConfabTestPeer     *self,
                                                          const char         *model,
                                                          const char         *name);
void            confab_test_peer_set_version             (ConfabTestPeer     *self,
                                                          const char         *version);
void            confab_test_peer_set_page_size           (ConfabTestPeer     *self,
                                                          guint               page_size);
void            confab_test_peer_refuse                  (ConfabTestPeer     *self,
                                                          const char         *piece,
                                                          const char         *complaint);
void            confab_test_peer_push_status             (ConfabTestPeer     *self,
                                                          guint               status);
void            confab_test_peer_set_directives          (ConfabTestPeer     *self,
                                                          const char         *directives);

void            confab_test_peer_set_pull                (ConfabTestPeer     *self,
                                                          const char         *name,
                                                          const char         *script);
void            confab_test_peer_set_loaded              (ConfabTestPeer     *self,
                                                          const char * const *models);
gboolean        confab_test_peer_has_model               (ConfabTestPeer     *self,
                                                          const char         *name);

char           *confab_test_peer_dup_service_account     (ConfabTestPeer     *self) G_GNUC_WARN_UNUSED_RESULT;
char           *confab_test_peer_dup_google_login        (ConfabTestPeer     *self) G_GNUC_WARN_UNUSED_RESULT;
void            confab_test_peer_set_token_seconds       (ConfabTestPeer     *self,
                                                          guint               seconds);
void            confab_test_peer_set_token_failure       (ConfabTestPeer     *self,
                                                          guint               status);
void            confab_test_peer_set_token_hold          (ConfabTestPeer     *self,
                                                          gboolean            hold);
void            confab_test_peer_withdraw_tokens         (ConfabTestPeer     *self);

guint           confab_test_peer_release                 (ConfabTestPeer     *self);
guint           confab_test_peer_get_n_waiting           (ConfabTestPeer     *self);
guint           confab_test_peer_get_n_open              (ConfabTestPeer     *self);
guint           confab_test_peer_get_n_gone              (ConfabTestPeer     *self);

guint           confab_test_peer_get_n_requests          (ConfabTestPeer     *self);
guint           confab_test_peer_get_n_requests_to       (ConfabTestPeer     *self,
                                                          const char         *path_end);
const char     *confab_test_peer_get_last_request_method (ConfabTestPeer     *self);
const char     *confab_test_peer_get_last_request_path   (ConfabTestPeer     *self);
const char     *confab_test_peer_get_last_request_body   (ConfabTestPeer     *self);
const char     *confab_test_peer_get_last_request_header (ConfabTestPeer     *self,
                                                          const char         *name);
gsize           confab_test_peer_get_last_sent_bytes     (ConfabTestPeer     *self);
char           *confab_test_peer_dup_log                 (ConfabTestPeer     *self) G_GNUC_WARN_UNUSED_RESULT;
void            confab_test_peer_clear_log               (ConfabTestPeer     *self);

G_END_DECLS
