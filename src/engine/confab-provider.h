/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-model-info.h"
#include "confab-provider-option.h"
#include "confab-provider-type.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ConfabProviderState:
 *
 * What a card says of a provider. The nicks appear in `--json` output: append only.
 */
typedef enum
{
  CONFAB_PROVIDER_STATE_UNKNOWN = 0,      /* has what it needs, not tried yet */
  CONFAB_PROVIDER_STATE_CHECKING = 1,
  CONFAB_PROVIDER_STATE_READY = 2,
  CONFAB_PROVIDER_STATE_OFF = 3,          /* switched off by the person */
  CONFAB_PROVIDER_STATE_KEY_MISSING = 4,
  CONFAB_PROVIDER_STATE_KEY_REFUSED = 5,
  CONFAB_PROVIDER_STATE_NO_CREDIT = 6,
  CONFAB_PROVIDER_STATE_RATE_LIMITED = 7, /* see retry-at-us */
  CONFAB_PROVIDER_STATE_UNREACHABLE = 8,
  CONFAB_PROVIDER_STATE_NOT_RUNNING = 9,  /* a local server that does not answer */
  CONFAB_PROVIDER_STATE_BAD_ADDRESS = 10, /* the base URL cannot be used, or is missing */
  CONFAB_PROVIDER_STATE_RESTING = 11,     /* it failed repeatedly; see retry-at-us */
} ConfabProviderState;

#define CONFAB_TYPE_PROVIDER_STATE (confab_provider_state_get_type ())
GType confab_provider_state_get_type (void) G_GNUC_CONST;

/**
 * ConfabKeySource:
 *
 * Where the key in use came from. The nicks appear in `--json` output: append only.
 */
typedef enum
{
  CONFAB_KEY_SOURCE_NONE = 0,        /* none was found */
  CONFAB_KEY_SOURCE_NOT_NEEDED = 1,
  CONFAB_KEY_SOURCE_KEYRING = 2,
  CONFAB_KEY_SOURCE_FILE = 3,        /* the records file, in plain text */
  CONFAB_KEY_SOURCE_ENVIRONMENT = 4, /* key-detail is the variable's name */
  CONFAB_KEY_SOURCE_LOCKED = 5,      /* the keyring is locked and nothing else has one */
  CONFAB_KEY_SOURCE_PROFILE = 6,     /* a profile of AWS's files; key-detail is its name */
  CONFAB_KEY_SOURCE_SERVICE_ACCOUNT = 7, /* a key file of Google's; key-detail is its path */
  CONFAB_KEY_SOURCE_SIGN_IN = 8,     /* what gcloud kept of a sign-in; key-detail is the file's path */
  CONFAB_KEY_SOURCE_SESSION = 9,     /* kept in memory until the program ends */
  CONFAB_KEY_SOURCE_ASKING = 10,     /* not known yet: the keyring has not answered */
} ConfabKeySource;

#define CONFAB_TYPE_KEY_SOURCE (confab_key_source_get_type ())
GType confab_key_source_get_type (void) G_GNUC_CONST;

#define CONFAB_TYPE_PROVIDER (confab_provider_get_type ())
G_DECLARE_FINAL_TYPE (ConfabProvider, confab_provider, CONFAB, PROVIDER, GObject)

/* Every getter has a read-only, notifying property of the same name.
 * Signal "options-changed": confab_provider_dup_option() has another answer for some option. */
const char          *confab_provider_get_id                (ConfabProvider *self);
ConfabProviderType  *confab_provider_get_provider_type     (ConfabProvider *self);
const char          *confab_provider_get_name              (ConfabProvider *self);
const char          *confab_provider_get_model             (ConfabProvider *self);
const char          *confab_provider_get_base_url          (ConfabProvider *self);
gboolean             confab_provider_get_base_url_is_own   (ConfabProvider *self);
gboolean             confab_provider_get_private_meant     (ConfabProvider *self);
gboolean             confab_provider_get_enabled           (ConfabProvider *self);
gboolean             confab_provider_get_configured        (ConfabProvider *self);
gboolean             confab_provider_get_in_use            (ConfabProvider *self);
gboolean             confab_provider_get_usable            (ConfabProvider *self);
gboolean             confab_provider_get_demonstration     (ConfabProvider *self);
ConfabProviderState  confab_provider_get_state             (ConfabProvider *self);
const GError        *confab_provider_get_error             (ConfabProvider *self);
gint64               confab_provider_get_retry_at_us       (ConfabProvider *self);
gint64               confab_provider_get_latency_ms        (ConfabProvider *self);
ConfabKeySource      confab_provider_get_key_source        (ConfabProvider *self);
const char          *confab_provider_get_key_detail        (ConfabProvider *self);
gint64               confab_provider_get_key_created_at_us (ConfabProvider *self);
GPtrArray           *confab_provider_get_keys              (ConfabProvider *self);
const char          *confab_provider_get_version           (ConfabProvider *self);
GListModel          *confab_provider_get_models            (ConfabProvider *self);
gint64               confab_provider_get_listed_at_us      (ConfabProvider *self);
ConfabModelInfo     *confab_provider_describe_model        (ConfabProvider *self,
                                                            const char     *id,
                                                            const char     *name) G_GNUC_WARN_UNUSED_RESULT;
char                *confab_provider_dup_model_name        (ConfabProvider *self,
                                                            const char     *id) G_GNUC_WARN_UNUSED_RESULT;
ConfabModelInfo     *confab_provider_find_model            (ConfabProvider *self,
                                                            const char     *id);
gboolean             confab_provider_has_other_of_name     (ConfabProvider *self,
                                                            const char     *id,
                                                            const char     *name);
ConfabModelInfo     *confab_provider_lookup_model          (ConfabProvider *self,
                                                            const char     *id) G_GNUC_WARN_UNUSED_RESULT;
char                *confab_provider_dup_option            (ConfabProvider       *self,
                                                            ConfabProviderOption  option) G_GNUC_WARN_UNUSED_RESULT;
gboolean             confab_provider_check_option          (ConfabProvider        *self,
                                                            ConfabProviderOption   option,
                                                            GError               **error);
void                 confab_provider_try_now               (ConfabProvider *self);

G_END_DECLS
