/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-google-tokens"

#include "config.h"

#include "confab-google-tokens.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "confab-secret-json.h"

#define MAX_ANSWER_BYTES (64 * 1024)
#define TIMEOUT_MS 30000

/* A token is not used in its last minute, for it has a way to go. */
#define SPARE_SECONDS 60
#define DEFAULT_SECONDS 3600
#define MAX_SECONDS (24 * 3600)

/**
 * ConfabGoogleTokens:
 *
 * The tokens that Google gave, in memory only, each until shortly before it runs out. However many
 * requests wait for a token of one account, it is asked for once.
 *
 * Main thread only.
 */
struct _ConfabGoogleTokens
{
  GObject          parent_instance;

  ConfabTransport *transport;  /* owned */
  GHashTable      *entries;    /* owned, fingerprint (borrowed of the entry's account) to Entry */
};

G_DEFINE_FINAL_TYPE (ConfabGoogleTokens, confab_google_tokens, G_TYPE_OBJECT)

typedef struct
{
  ConfabGoogleAccount *account;        /* owned */
  ConfabConnectionPolicy *policy;      /* owned, nullable: how who asked last makes connections */
  ConfabSecret        *token;          /* owned, nullable */
  gint64               expires_at_us;  /* by the clock on the wall, which goes on while asleep */
  GPtrArray           *waiting;        /* owned, of Waiter */
  GCancellable        *renewal;        /* owned, NULL while none is under way */
} Entry;

/* One request that waits. */
typedef struct
{
  GTask   *task;    /* owned */
  GSource *source;  /* owned, nullable: fires when the request is cancelled */
} Waiter;

/* A renewal under way. */
typedef struct
{
  ConfabGoogleTokens  *tokens;    /* owned */
  ConfabGoogleAccount *account;   /* owned */
  GCancellable        *cancellable;  /* owned */
  guint                status;
} Renewal;

static void start_renewal (ConfabGoogleTokens *self,
                           Entry              *entry);

static void
waiter_free (gpointer data)
{
  Waiter *self = data;

  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_source_unref (self->source);
    }
  g_object_unref (self->task);
  g_free (self);
}

static void
entry_free (gpointer data)
{
  Entry *self = data;

  confab_google_account_unref (self->account);
  g_clear_pointer (&self->policy, confab_connection_policy_unref);
  g_clear_pointer (&self->token, confab_secret_unref);
  g_ptr_array_unref (self->waiting);
  g_clear_object (&self->renewal);
  g_free (self);
}

static void
renewal_free (Renewal *self)
{
  g_object_unref (self->tokens);
  confab_google_account_unref (self->account);
  g_object_unref (self->cancellable);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Renewal, renewal_free)

static gboolean
is_fresh (const Entry *entry)
{
  return entry->token != NULL &&
         g_get_real_time () < entry->expires_at_us - SPARE_SECONDS * G_USEC_PER_SEC;
}

/* Accounts come and go with the files and keys that name them; what is of no use any more goes. */
static gboolean
is_stale (gpointer key,
          gpointer value,
          gpointer user_data)
{
  const Entry *entry = value;

  return entry->renewal == NULL && !is_fresh (entry);
}

static Entry *
ensure_entry (ConfabGoogleTokens  *self,
              ConfabGoogleAccount *account)
{
  const char *fingerprint = confab_google_account_get_fingerprint (account);
  Entry *entry;

  g_hash_table_foreach_remove (self->entries, is_stale, NULL);
  entry = g_hash_table_lookup (self->entries, fingerprint);
  if (entry != NULL)
    return entry;

  entry = g_new0 (Entry, 1);
  entry->account = confab_google_account_ref (account);
  entry->waiting = g_ptr_array_new_with_free_func (waiter_free);
  g_hash_table_insert (self->entries,
                       (gpointer) confab_google_account_get_fingerprint (entry->account), entry);

  return entry;
}

/* Takes @error, or there is a token. */
static void
end_renewal (Renewal *renewal,
             GError  *error)
{
  ConfabGoogleTokens *self = renewal->tokens;
  g_autoptr(GError) owned = error;
  g_autoptr(GPtrArray) waiting = NULL;
  Entry *entry = g_hash_table_lookup (self->entries,
                                      confab_google_account_get_fingerprint (renewal->account));

  g_clear_object (&entry->renewal);

  /* Who came after the last one had gone does not want the answer they no longer waited for. */
  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED) && entry->waiting->len > 0)
    {
      start_renewal (self, entry);
      return;
    }

  waiting = g_steal_pointer (&entry->waiting);
  entry->waiting = g_ptr_array_new_with_free_func (waiter_free);
  for (guint i = 0; i < waiting->len; i++)
    {
      Waiter *waiter = g_ptr_array_index (waiting, i);

      if (owned != NULL)
        g_task_return_error (waiter->task, g_error_copy (owned));
      else
        g_task_return_pointer (waiter->task, confab_secret_ref (entry->token),
                               (GDestroyNotify) confab_secret_unref);
    }
}

static gboolean
take_token (Entry              *entry,
            const ConfabSecret *answer)
{
  gint64 seconds = DEFAULT_SECONDS;
  ConfabSecret *token = confab_secret_json_dup_string (answer, "access_token");

  if (token == NULL)
    return FALSE;

  confab_secret_json_get_int (answer, "expires_in", &seconds);
  g_clear_pointer (&entry->token, confab_secret_unref);
  entry->token = token;
  entry->expires_at_us = g_get_real_time () + CLAMP (seconds, 0, MAX_SECONDS) * G_USEC_PER_SEC;

  return TRUE;
}

static gboolean
says (const ConfabSecret *answer,
      const char         *name,
      const char         *words)
{
  g_autoptr(ConfabSecret) value = confab_secret_json_dup_string (answer, name);

  return value != NULL && strstr (confab_secret_peek (value), words) != NULL;
}

/* Why no token came. Google's own words are for programmers, and not shown. */
static GError *
explain (ConfabGoogleAccount *account,
         guint                status,
         const ConfabSecret  *answer)
{
  const gboolean user = confab_google_account_get_kind (account) == CONFAB_GOOGLE_ACCOUNT_USER;

  if (status >= 500 || status == 429 || status == 408)
    return g_error_new (CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_UNAVAILABLE,
                        /* Translators: an HTTP status, such as 503 */
                        _("Google’s sign-in does not work at the moment (%u). Try again in a "
                          "while."), status);

  if (says (answer, "error_description", "iat and exp") || says (answer, "error_description", "timeframe"))
    return g_error_new_literal (CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_REFUSED,
                                _("Google does not accept the time of this computer. Set its clock "
                                  "and try again."));

  if (says (answer, "error", "invalid_grant") || says (answer, "error", "invalid_client"))
    return g_error_new_literal (CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_EXPIRED,
                                user ? _("The sign-in with Google has run out. Run “gcloud auth "
                                         "application-default login” and try again.")
                                     : _("Google does not accept this service account key any more. "
                                         "Make a new one in the Google Cloud console."));

  return g_error_new (CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_REFUSED,
                      /* Translators: an HTTP status, such as 403 */
                      _("Google refused to sign in (%u). Check the account in the Google Cloud "
                        "console."), status);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Renewal) renewal = user_data;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(ConfabSecret) answer = NULL;
  GError *error = NULL;
  gpointer data;
  gsize size;
  Entry *entry;

  body = confab_http_response_read_all_finish (CONFAB_HTTP_RESPONSE (object), result, &error);
  if (body == NULL)
    {
      end_renewal (renewal, error);
      return;
    }

  /* The bytes are nobody else's, and hold the token. */
  data = (gpointer) g_bytes_get_data (body, &size);
  answer = confab_secret_new (data != NULL ? data : "", size);
  if (data != NULL)
    explicit_bzero (data, size);

  entry = g_hash_table_lookup (renewal->tokens->entries,
                               confab_google_account_get_fingerprint (renewal->account));
  if (renewal->status < 200 || renewal->status >= 300 || !take_token (entry, answer))
    error = explain (renewal->account, renewal->status, answer);
  end_renewal (renewal, error);
}

static void
send_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Renewal) renewal = user_data;
  g_autoptr(ConfabHttpResponse) response = NULL;
  GCancellable *cancellable = renewal->cancellable;
  GError *error = NULL;

  response = confab_transport_send_finish (CONFAB_TRANSPORT (object), result, &error);
  if (response == NULL)
    {
      end_renewal (renewal, error);
      return;
    }

  renewal->status = confab_http_response_get_status (response);
  confab_http_response_read_all_async (response, MAX_ANSWER_BYTES, cancellable, read_cb,
                                       g_steal_pointer (&renewal));
}

/* Needed before its definition, for a renewal that was given up may be wanted again. */
static void
start_renewal (ConfabGoogleTokens *self,
               Entry              *entry)
{
  g_autoptr(Renewal) renewal = g_new0 (Renewal, 1);
  g_autoptr(ConfabHttpRequest) request = NULL;
  g_autoptr(GBytes) body = NULL;
  GCancellable *cancellable;
  ConfabSecret *grant;
  GError *error = NULL;

  entry->renewal = g_cancellable_new ();
  renewal->tokens = g_object_ref (self);
  renewal->account = confab_google_account_ref (entry->account);
  renewal->cancellable = cancellable = g_object_ref (entry->renewal);

  grant = confab_google_account_dup_grant (entry->account, g_get_real_time () / G_USEC_PER_SEC,
                                           &error);
  if (grant == NULL)
    {
      end_renewal (renewal, error);
      return;
    }

  body = g_bytes_new_with_free_func (confab_secret_peek (grant), confab_secret_get_length (grant),
                                     (GDestroyNotify) confab_secret_unref, grant);
  request = confab_http_request_new ("POST", confab_google_account_get_token_uri (entry->account));
  confab_http_request_set_body (request, "application/x-www-form-urlencoded", body);
  confab_http_request_set_timeouts (request, TIMEOUT_MS, TIMEOUT_MS, TIMEOUT_MS);
  confab_http_request_set_policy (request, entry->policy);

  /* Where the file says; only this computer is asked without encryption. */
  confab_http_request_set_reach (request,
                                 g_str_has_prefix (confab_google_account_get_token_uri (entry->account), "https:")
                                   ? CONFAB_ADDRESS_REACH_PUBLIC
                                   : CONFAB_ADDRESS_REACH_PRIVATE);
  confab_transport_send_async (self->transport, request, cancellable, send_cb,
                               g_steal_pointer (&renewal));
}

static gboolean
on_waiter_cancelled_cb (GCancellable *cancellable,
                        gpointer      user_data)
{
  g_autoptr(GTask) task = g_object_ref (user_data);
  ConfabGoogleTokens *self = g_task_get_source_object (task);
  ConfabGoogleAccount *account = g_task_get_task_data (task);
  Entry *entry = g_hash_table_lookup (self->entries,
                                      confab_google_account_get_fingerprint (account));

  for (guint i = 0; i < entry->waiting->len; i++)
    if (((Waiter *) g_ptr_array_index (entry->waiting, i))->task == task)
      {
        g_ptr_array_remove_index_fast (entry->waiting, i);
        break;
      }

  if (entry->waiting->len == 0 && entry->renewal != NULL)
    g_cancellable_cancel (entry->renewal);
  g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

static void
confab_google_tokens_dispose (GObject *object)
{
  ConfabGoogleTokens *self = CONFAB_GOOGLE_TOKENS (object);

  /* A renewal under way keeps the object, so there is none. */
  g_hash_table_remove_all (self->entries);
  g_clear_object (&self->transport);

  G_OBJECT_CLASS (confab_google_tokens_parent_class)->dispose (object);
}

static void
confab_google_tokens_finalize (GObject *object)
{
  ConfabGoogleTokens *self = CONFAB_GOOGLE_TOKENS (object);

  g_clear_pointer (&self->entries, g_hash_table_unref);

  G_OBJECT_CLASS (confab_google_tokens_parent_class)->finalize (object);
}

static void
confab_google_tokens_class_init (ConfabGoogleTokensClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_google_tokens_dispose;
  object_class->finalize = confab_google_tokens_finalize;
}

static void
confab_google_tokens_init (ConfabGoogleTokens *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
}

/**
 * confab_google_tokens_new:
 * @transport: how to get to Google
 *
 * Returns: (transfer full): a store without tokens
 */
ConfabGoogleTokens *
confab_google_tokens_new (ConfabTransport *transport)
{
  ConfabGoogleTokens *self;

  g_return_val_if_fail (CONFAB_IS_TRANSPORT (transport), NULL);

  self = g_object_new (CONFAB_TYPE_GOOGLE_TOKENS, NULL);
  self->transport = g_object_ref (transport);

  return self;
}

/**
 * confab_google_tokens_get_async:
 * @self: the tokens
 * @account: whose
 * @policy: (nullable): how to make a connection, if one is needed; what is pinned for another host
 *   does not belong into it
 * @cancellable: (nullable): ends the wait; a renewal that nobody waits for any more ends with it
 * @callback: called with the token
 * @user_data: closure
 *
 * Gets a token that is good for another minute at least.
 */
void
confab_google_tokens_get_async (ConfabGoogleTokens  *self,
                                ConfabGoogleAccount *account,
                                ConfabConnectionPolicy *policy,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Waiter *waiter;
  Entry *entry;

  g_return_if_fail (CONFAB_IS_GOOGLE_TOKENS (self));
  g_return_if_fail (account != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_google_tokens_get_async);
  g_task_set_task_data (task, confab_google_account_ref (account),
                        (GDestroyNotify) confab_google_account_unref);
  if (g_task_return_error_if_cancelled (task))
    return;

  entry = ensure_entry (self, account);
  if (is_fresh (entry))
    {
      g_task_return_pointer (task, confab_secret_ref (entry->token),
                             (GDestroyNotify) confab_secret_unref);
      return;
    }

  if (policy != NULL)
    confab_connection_policy_ref (policy);
  g_clear_pointer (&entry->policy, confab_connection_policy_unref);
  entry->policy = policy;

  waiter = g_new0 (Waiter, 1);
  waiter->task = g_object_ref (task);
  if (cancellable != NULL)
    {
      waiter->source = g_cancellable_source_new (cancellable);
      g_source_set_callback (waiter->source, G_SOURCE_FUNC (on_waiter_cancelled_cb),
                             task, NULL);
      g_source_attach (waiter->source, g_task_get_context (task));
    }
  g_ptr_array_add (entry->waiting, waiter);

  if (entry->renewal == NULL)
    start_renewal (self, entry);
}

/**
 * confab_google_tokens_get_finish:
 * @self: the tokens
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full): the token, or %NULL with an error of %CONFAB_CREDENTIAL_ERROR,
 *   %CONFAB_NET_ERROR or %G_IO_ERROR_CANCELLED
 */
ConfabSecret *
confab_google_tokens_get_finish (ConfabGoogleTokens  *self,
                                 GAsyncResult        *result,
                                 GError             **error)
{
  g_return_val_if_fail (CONFAB_IS_GOOGLE_TOKENS (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * confab_google_tokens_forget:
 * @self: the tokens
 * @account: whose
 * @token: a token that was refused
 *
 * Lets the next one who asks get another token. Another than @token that is here by now is kept.
 */
void
confab_google_tokens_forget (ConfabGoogleTokens  *self,
                             ConfabGoogleAccount *account,
                             const ConfabSecret  *token)
{
  Entry *entry;

  g_return_if_fail (CONFAB_IS_GOOGLE_TOKENS (self));
  g_return_if_fail (account != NULL);
  g_return_if_fail (token != NULL);

  entry = g_hash_table_lookup (self->entries, confab_google_account_get_fingerprint (account));
  if (entry != NULL && confab_secret_equal (entry->token, token))
    g_clear_pointer (&entry->token, confab_secret_unref);
}
