/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-aws-signing"

#include "config.h"

#include "confab-aws-signing.h"

#include "confab-aws-signer.h"
#include "confab-http-request-private.h"
#include "confab-thread-task.h"

/* Puts a signature on a request. Its body, pictures and files and all, goes into that, which takes a while. */

typedef struct
{
  ConfabHttpRequest *request;  /* owned */
  ConfabAwsKeys     *keys;     /* owned */
  char              *region;   /* owned */
  char              *service;  /* owned */
  gint64             now_s;
} Signing;

static void
signing_free (gpointer data)
{
  Signing *self = data;

  confab_http_request_unref (self->request);
  confab_aws_keys_unref (self->keys);
  g_free (self->region);
  g_free (self->service);
  g_free (self);
}

static void
hash_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  g_task_return_pointer (task, confab_aws_signer_hash_body (task_data), g_free);
}

static void
sign (Signing    *self,
      const char *body_hash)
{
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc (self->now_s);
  g_autoptr(GUri) uri = confab_http_request_dup_uri (self->request, NULL);
  g_autoptr(ConfabSecret) authorization = NULL;
  g_autofree char *timestamp = NULL;
  g_autofree char *host = NULL;
  const char *headers[7] = { NULL };
  ConfabAwsSignable signable = { 0 };
  guint n = 0;

  /* An address that cannot be used is told when the request is sent. */
  if (uri == NULL)
    return;

  timestamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  host = confab_http_request_dup_host (self->request);
  headers[n++] = "host";
  headers[n++] = host;
  headers[n++] = "x-amz-date";
  headers[n++] = timestamp;
  if (confab_http_request_get_body (self->request) != NULL)
    {
      headers[n++] = "content-type";
      headers[n++] = confab_http_request_get_content_type (self->request);
    }

  signable.method = confab_http_request_get_method (self->request);
  signable.path = g_uri_get_path (uri);
  signable.query = g_uri_get_query (uri);
  signable.headers = headers;
  signable.security_token = confab_aws_keys_get_session_token (self->keys);
  signable.body_hash = body_hash;
  authorization = confab_aws_signer_authorize (&signable, self->keys, timestamp, self->region, self->service);

  confab_http_request_add_header (self->request, "x-amz-date", timestamp);
  confab_http_request_set_credential (self->request, "Authorization", NULL, authorization);
  if (signable.security_token != NULL)
    confab_http_request_add_credential (self->request, "x-amz-security-token", NULL,
                                        confab_aws_keys_get_session_token (self->keys));
}

static void
hashed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autofree char *body_hash = g_task_propagate_pointer (G_TASK (result), NULL);

  if (g_task_return_error_if_cancelled (task))
    return;

  sign (g_task_get_task_data (task), body_hash);
  g_task_return_boolean (task, TRUE);
}

/**
 * confab_aws_signing_sign_async:
 * @request: a request that is complete but for its credential
 * @keys: the keys
 * @region: where the service is
 * @service: the name it signs by
 * @now_s: the time in seconds since 1970; a signature is good for some minutes around it
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is signed
 * @user_data: closure
 *
 * Signs the request: host, type and bytes of the body, path and query must not change any more.
 * A request is signed once, just before it is sent.
 */
void
confab_aws_signing_sign_async (ConfabHttpRequest   *request,
                               ConfabAwsKeys       *keys,
                               const char          *region,
                               const char          *service,
                               gint64               now_s,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GTask) hashing = NULL;
  GBytes *body;
  Signing *self;

  g_return_if_fail (request != NULL);
  g_return_if_fail (keys != NULL);
  g_return_if_fail (region != NULL && service != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_aws_signing_sign_async);
  self = g_new0 (Signing, 1);
  self->request = confab_http_request_ref (request);
  self->keys = confab_aws_keys_ref (keys);
  self->region = g_strdup (region);
  self->service = g_strdup (service);
  self->now_s = now_s;
  g_task_set_task_data (task, self, signing_free);

  /* The thread has nothing but the body: keys are none of its business. */
  hashing = g_task_new (NULL, NULL, hashed_cb, g_object_ref (task));
  g_task_set_source_tag (hashing, hash_in_thread);
  body = confab_http_request_get_body (request);
  if (body != NULL)
    g_task_set_task_data (hashing, g_bytes_ref (body), (GDestroyNotify) g_bytes_unref);
  confab_thread_task_run (hashing, hash_in_thread);
}

/**
 * confab_aws_signing_sign_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: whether the request is signed; otherwise %G_IO_ERROR_CANCELLED
 */
gboolean
confab_aws_signing_sign_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
