/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-credentials"

#include "config.h"

#include "confab-credentials.h"

#include <glib/gi18n-lib.h>

#include "confab-aws-signing.h"
#include "confab-credential-search.h"
#include "confab-google-tokens.h"
#include "confab-provider-connection.h"
#include "confab-provider-error.h"
#include "confab-provider-private.h"

/* The name that Bedrock signs by, on both of its hosts. */
#define AWS_SERVICE "bedrock"

/**
 * ConfabCredentials:
 *
 * Finds what signs in to a provider, and puts it on requests: as a header, as a signature, or as a
 * token that it is exchanged for first. Tokens are kept in memory only, and shared by all requests.
 *
 * Owned by the context; main thread only.
 */
struct _ConfabCredentials
{
  GObject             parent_instance;

  ConfabKeyring      *keyring;       /* owned */
  ConfabSessionKeys  *session_keys;  /* owned */
  ConfabGoogleTokens *tokens;        /* owned */
};

G_DEFINE_FINAL_TYPE (ConfabCredentials, confab_credentials, G_TYPE_OBJECT)

/* A request that is to be let in. */
typedef struct
{
  ConfabCredential  *credential;  /* borrowed */
  ConfabHttpRequest *request;     /* owned */
} Admission;

static void
admission_free (gpointer data)
{
  Admission *self = data;

  confab_http_request_unref (self->request);
  g_free (self);
}

static void
search_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ConfabCredential *credential;
  GError *error = NULL;

  credential = confab_credential_search_finish (CONFAB_KEYRING (object), result, &error);
  if (credential == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, credential, (GDestroyNotify) confab_credential_free);
}

static void
put_key (ConfabHttpRequest  *request,
         ConfabCredential   *credential,
         ConfabProviderType *type)
{
  const char *header = confab_provider_type_get_auth_header (type);
  const char *prefix = confab_provider_type_get_auth_prefix (type);

  if (credential->bearer)
    confab_http_request_set_credential (request, "Authorization", "Bearer ", credential->secret);
  else if (header != NULL)
    confab_http_request_set_credential (request, header, prefix, credential->secret);
}

static void
token_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(ConfabSecret) token = NULL;
  Admission *admission = g_task_get_task_data (task);
  ConfabCredential *credential = admission->credential;
  const char *project;
  GError *error = NULL;

  token = confab_google_tokens_get_finish (CONFAB_GOOGLE_TOKENS (object), result, &error);
  if (token == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* Requests of a person are paid by a project that has to be named. */
  project = confab_google_account_get_quota_project (credential->google_account);
  if (project != NULL)
    confab_http_request_add_header (admission->request, "x-goog-user-project", project);
  confab_http_request_set_credential (admission->request, "Authorization", "Bearer ", token);
  g_clear_pointer (&credential->secret, confab_secret_unref);
  credential->secret = g_steal_pointer (&token);
  g_task_return_boolean (task, TRUE);
}

static void
confab_credentials_dispose (GObject *object)
{
  ConfabCredentials *self = CONFAB_CREDENTIALS (object);

  g_clear_object (&self->tokens);
  g_clear_object (&self->session_keys);
  g_clear_object (&self->keyring);

  G_OBJECT_CLASS (confab_credentials_parent_class)->dispose (object);
}

static void
confab_credentials_class_init (ConfabCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_credentials_dispose;
}

static void
confab_credentials_init (ConfabCredentials *self)
{
}

/* confab_credentials_new:
 * @keyring: where keys are kept
 * @transport: how to get to those who exchange them for tokens
 *
 * Returns: (transfer full): the credentials
 */
ConfabCredentials *
confab_credentials_new (ConfabKeyring   *keyring,
                        ConfabTransport *transport)
{
  ConfabCredentials *self;

  g_return_val_if_fail (CONFAB_IS_KEYRING (keyring), NULL);
  g_return_val_if_fail (CONFAB_IS_TRANSPORT (transport), NULL);

  self = g_object_new (CONFAB_TYPE_CREDENTIALS, NULL);
  self->keyring = g_object_ref (keyring);
  self->session_keys = confab_session_keys_new ();
  self->tokens = confab_google_tokens_new (transport);

  return self;
}

/* confab_credentials_get_session_keys:
 *
 * Returns: (transfer none): the keys that are kept until the program ends
 */
ConfabSessionKeys *
confab_credentials_get_session_keys (ConfabCredentials *self)
{
  g_return_val_if_fail (CONFAB_IS_CREDENTIALS (self), NULL);

  return self->session_keys;
}

/* confab_credentials_get_secret_id:
 * @provider_id: a provider's id
 * @record: (nullable): its record
 *
 * Returns: (transfer none): what its key is found under in the keyring
 */
const char *
confab_credentials_get_secret_id (const char           *provider_id,
                                  ConfabProviderRecord *record)
{
  const char *secret_id = record != NULL ? confab_provider_record_get_secret_id (record) : NULL;

  return secret_id != NULL && *secret_id != '\0' ? secret_id : provider_id;
}

static void
begin_search (ConfabCredentials    *self,
              ConfabProviderType   *type,
              const char           *provider_id,
              ConfabProviderRecord *record,
              gboolean              everywhere,
              gpointer              source_tag,
              GCancellable         *cancellable,
              GAsyncReadyCallback   callback,
              gpointer              user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  confab_credential_search_async (self->keyring, self->session_keys, type, provider_id,
                                  confab_credentials_get_secret_id (provider_id, record), record, everywhere,
                                  cancellable, search_cb, g_steal_pointer (&task));
}

/* confab_credentials_resolve_async:
 * @type: the provider's type
 * @provider_id: the provider's id
 * @record: (nullable): its record
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: closure
 *
 * Looks for what signs in to a provider: in the keyring, among the keys of this session, in the
 * records file, in the environment, and in the files that vendors' own tools keep. Nobody is asked to unlock anything.
 */
void
confab_credentials_resolve_async (ConfabCredentials    *self,
                                  ConfabProviderType   *type,
                                  const char           *provider_id,
                                  ConfabProviderRecord *record,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data)
{
  g_return_if_fail (CONFAB_IS_CREDENTIALS (self));
  g_return_if_fail (CONFAB_IS_PROVIDER_TYPE (type));
  g_return_if_fail (provider_id != NULL);

  begin_search (self, type, provider_id, record, FALSE, confab_credentials_resolve_async, cancellable, callback,
                user_data);
}

/* confab_credentials_survey_async:
 *
 * Like confab_credentials_resolve_async(), and goes on looking when what signs in was found: the
 * credential tells of all places then. Ended by confab_credentials_resolve_finish().
 */
void
confab_credentials_survey_async (ConfabCredentials    *self,
                                 ConfabProviderType   *type,
                                 const char           *provider_id,
                                 ConfabProviderRecord *record,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data)
{
  g_return_if_fail (CONFAB_IS_CREDENTIALS (self));
  g_return_if_fail (CONFAB_IS_PROVIDER_TYPE (type));
  g_return_if_fail (provider_id != NULL);

  begin_search (self, type, provider_id, record, TRUE, confab_credentials_survey_async, cancellable, callback,
                user_data);
}

/* confab_credentials_resolve_finish:
 *
 * Returns: (transfer full): the credential, or why there is none; %NULL only with
 *   %G_IO_ERROR_CANCELLED
 */
ConfabCredential *
confab_credentials_resolve_finish (ConfabCredentials  *self,
                                   GAsyncResult       *result,
                                   GError            **error)
{
  g_return_val_if_fail (CONFAB_IS_CREDENTIALS (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
signed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (!confab_aws_signing_sign_finish (result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* confab_credentials_authorize_async:
 * @credential: what signs in, kept by the caller until the end; takes the token that was used
 * @provider: whom the request goes to
 * @request: a request that is complete but for this, and is sent at once after
 * @cancellable: (nullable): a cancellable
 * @callback: called when it can be sent
 * @user_data: closure
 *
 * Puts on a request what lets it in.
 */
void
confab_credentials_authorize_async (ConfabCredentials   *self,
                                    ConfabCredential    *credential,
                                    ConfabProvider      *provider,
                                    ConfabHttpRequest   *request,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Admission *admission;

  g_return_if_fail (CONFAB_IS_CREDENTIALS (self));
  g_return_if_fail (credential != NULL);
  g_return_if_fail (CONFAB_IS_PROVIDER (provider));
  g_return_if_fail (request != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_credentials_authorize_async);

  if (credential->google_account != NULL)
    {
      g_autoptr(ConfabConnectionPolicy) policy = NULL;
      GError *error = NULL;

      /* Google is somewhere else, behind the same proxy. */
      if (!confab_provider_connection_dup_policy (provider, NULL, &policy, &error))
        {
          g_task_return_error (task, error);
          return;
        }

      admission = g_new0 (Admission, 1);
      admission->credential = credential;
      admission->request = confab_http_request_ref (request);
      g_task_set_task_data (task, admission, admission_free);
      confab_google_tokens_get_async (self->tokens, credential->google_account, policy, cancellable, token_cb,
                                      g_steal_pointer (&task));
      return;
    }

  if (credential->aws_keys != NULL)
    {
      const char *region = confab_provider_get_region (provider);

      if (region == NULL)
        {
          g_task_return_error (task,
                               confab_provider_error_new (CONFAB_PROVIDER_ERROR_INCOMPLETE, 0, NULL, -1,
                                                          _("Set the region that Bedrock is used in, "
                                                            "such as us-east-1.")));
          return;
        }
      confab_aws_signing_sign_async (request, credential->aws_keys, region, AWS_SERVICE,
                                     g_get_real_time () / G_USEC_PER_SEC, cancellable, signed_cb,
                                     g_steal_pointer (&task));
      return;
    }

  if (credential->secret != NULL)
    put_key (request, credential, confab_provider_get_provider_type (provider));

  g_task_return_boolean (task, TRUE);
}

/* confab_credentials_authorize_finish:
 *
 * Returns: whether the request can be sent; otherwise an error of %CONFAB_CREDENTIAL_ERROR,
 *   %CONFAB_PROVIDER_ERROR, %CONFAB_NET_ERROR or %G_IO_ERROR_CANCELLED
 */
gboolean
confab_credentials_authorize_finish (ConfabCredentials  *self,
                                     GAsyncResult       *result,
                                     GError            **error)
{
  g_return_val_if_fail (CONFAB_IS_CREDENTIALS (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* confab_credentials_renew:
 * @credential: what was refused
 *
 * A token may have been withdrawn before its time.
 *
 * Returns: whether it makes sense to try again, with another token
 */
gboolean
confab_credentials_renew (ConfabCredentials *self,
                          ConfabCredential  *credential)
{
  g_return_val_if_fail (CONFAB_IS_CREDENTIALS (self), FALSE);
  g_return_val_if_fail (credential != NULL, FALSE);

  if (credential->google_account == NULL || credential->secret == NULL)
    return FALSE;

  confab_google_tokens_forget (self->tokens, credential->google_account, credential->secret);
  return TRUE;
}
