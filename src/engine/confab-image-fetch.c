/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-image-fetch"

#include "config.h"

#include "confab-image-fetch.h"

#include "confab-document-error.h"
#include "confab-image-header.h"
#include "confab-provider-settings.h"
#include "confab-transport.h"

#define CONNECT_MS    (10 * 1000)
#define FIRST_BYTE_MS (30 * 1000)
#define IDLE_MS       (30 * 1000)

/* A picture that a reply speaks of, fetched because a person asked for it. Whoever wrote the address may
 * want to learn who reads the reply, or to reach what only this computer reaches: hence no key, no
 * connection that was used for something else, no way into one's own network, and no leading elsewhere
 * than where the person was told. */

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) body = NULL;
  ConfabImageHeader header;
  GError *error = NULL;

  body = confab_http_response_read_all_finish (CONFAB_HTTP_RESPONSE (object), result, &error);
  if (body == NULL)
    g_task_return_error (task, error);
  else if (!confab_image_header_read (&header, body) || header.width == 0 || header.height == 0)
    g_task_return_new_error (task, CONFAB_DOCUMENT_ERROR, CONFAB_DOCUMENT_ERROR_BAD_PICTURE,
                             "What came is no picture");
  else
    g_task_return_pointer (task, g_steal_pointer (&body), (GDestroyNotify) g_bytes_unref);
}

static void
send_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(ConfabHttpResponse) response = NULL;
  GError *error = NULL;
  guint status;

  response = confab_transport_send_finish (CONFAB_TRANSPORT (object), result, &error);
  if (response == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  status = confab_http_response_get_status (response);
  if (status == 200)
    confab_http_response_read_all_async (response, CONFAB_IMAGE_FETCH_MAX_BYTES, g_task_get_cancellable (task),
                                         read_cb, g_object_ref (task));
  else if (status >= 300 && status < 400)
    g_task_return_new_error (task, CONFAB_NET_ERROR, CONFAB_NET_ERROR_FAILED, "The picture is somewhere else");
  else
    g_task_return_new_error (task, CONFAB_NET_ERROR, CONFAB_NET_ERROR_FAILED, "The server answered with %u", status);
}

/**
 * confab_image_fetch_async:
 * @uri: where it is, http or https
 * @cancellable: (nullable): to stop
 * @callback: called when it is there
 * @user_data: closure
 *
 * Fetches a picture.
 */
void
confab_image_fetch_async (const char          *uri,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_auto(GStrv) environment = g_get_environ ();
  g_autoptr(ConfabTransport) transport = confab_transport_new ();
  g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("GET", uri);
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, confab_image_fetch_async);
  confab_http_request_add_header (request, "Accept", "image/png, image/jpeg, image/gif, image/webp");
  confab_http_request_set_timeouts (request, CONNECT_MS, FIRST_BYTE_MS, IDLE_MS);
  confab_http_request_set_reach (request, confab_provider_settings_get_reach_of_strangers (environment));
  confab_transport_send_async (transport, request, cancellable, send_cb, task);
}

/**
 * confab_image_fetch_finish:
 * @result: what the callback got
 * @error: where to say why not: a %CONFAB_NET_ERROR, %CONFAB_DOCUMENT_ERROR_BAD_PICTURE, or
 *   %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): a picture whose size is known
 */
GBytes *
confab_image_fetch_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
