/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-net-failure"

#include "config.h"

#include "confab-net-failure.h"

#include <libsoup/soup.h>

static ConfabNetError
timeout_code (ConfabNetStage stage)
{
  switch (stage)
    {
    case CONFAB_NET_STAGE_CONNECT:
      return CONFAB_NET_ERROR_CONNECT_TIMEOUT;

    case CONFAB_NET_STAGE_HEADERS:
      return CONFAB_NET_ERROR_FIRST_BYTE_TIMEOUT;

    case CONFAB_NET_STAGE_BODY:
    default:
      return CONFAB_NET_ERROR_IDLE_TIMEOUT;
    }
}

static ConfabNetError
code_of_io_error (int            io_code,
                  ConfabNetStage stage)
{
  switch (io_code)
    {
    case G_IO_ERROR_HOST_NOT_FOUND:
      return CONFAB_NET_ERROR_RESOLVE;

    case G_IO_ERROR_CONNECTION_REFUSED:
      return CONFAB_NET_ERROR_REFUSED;

    /* A local packet filter answers with "permission denied". */
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_PERMISSION_DENIED:
      return CONFAB_NET_ERROR_UNREACHABLE;

    case G_IO_ERROR_TIMED_OUT:
      return timeout_code (stage);

    case G_IO_ERROR_PARTIAL_INPUT:
    case G_IO_ERROR_CONNECTION_CLOSED:
      return CONFAB_NET_ERROR_CUT;

    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return CONFAB_NET_ERROR_PROXY;

    /* What the decompressors say of bytes that are not theirs. */
    case G_IO_ERROR_INVALID_DATA:
      return CONFAB_NET_ERROR_PROTOCOL;

    default:
      return CONFAB_NET_ERROR_FAILED;
    }
}

static ConfabNetError
code_of (const GError   *cause,
         ConfabNetStage  stage)
{
  if (cause->domain == G_RESOLVER_ERROR)
    return CONFAB_NET_ERROR_RESOLVE;

  if (cause->domain == G_IO_ERROR)
    return code_of_io_error (cause->code, stage);

  if (cause->domain == G_TLS_ERROR)
    {
      /* Once TLS stands, an end without its closing message is a cut connection. */
      if (stage != CONFAB_NET_STAGE_CONNECT && cause->code == G_TLS_ERROR_EOF)
        return CONFAB_NET_ERROR_CUT;

      return CONFAB_NET_ERROR_TLS;
    }

  if (cause->domain == SOUP_SESSION_ERROR &&
      (cause->code == SOUP_SESSION_ERROR_PARSING || cause->code == SOUP_SESSION_ERROR_ENCODING))
    return CONFAB_NET_ERROR_PROTOCOL;

  return CONFAB_NET_ERROR_FAILED;
}

/**
 * confab_net_failure_translate:
 * @cause: what GIO or libsoup reported
 * @stage: how far the request had come
 * @origin: scheme, host and port
 *
 * Puts an error of the libraries below into this layer's terms. %G_IO_ERROR_CANCELLED and errors
 * of this layer stay as they are.
 *
 * Returns: (transfer full): the error
 */
GError *
confab_net_failure_translate (const GError   *cause,
                              ConfabNetStage  stage,
                              const char     *origin)
{
  g_return_val_if_fail (cause != NULL, NULL);

  if (cause->domain == CONFAB_NET_ERROR ||
      g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (cause);

  return g_error_new (CONFAB_NET_ERROR, code_of (cause, stage), "%s: %s", origin, cause->message);
}

/**
 * confab_net_failure_timeout:
 * @stage: what took too long
 * @origin: scheme, host and port
 *
 * Returns: (transfer full): the error of a timer of our own
 */
GError *
confab_net_failure_timeout (ConfabNetStage  stage,
                            const char     *origin)
{
  static const char * const what[] = {
    [CONFAB_NET_STAGE_CONNECT] = "no connection within the time allowed",
    [CONFAB_NET_STAGE_HEADERS] = "no answer within the time allowed",
    [CONFAB_NET_STAGE_BODY] = "the answer fell silent for longer than allowed",
  };

  return g_error_new (CONFAB_NET_ERROR, timeout_code (stage), "%s: %s", origin, what[stage]);
}

/**
 * confab_net_failure_describe_certificate:
 * @flags: why a certificate was refused
 *
 * Returns: (transfer full): the reasons in English, comma-separated
 */
char *
confab_net_failure_describe_certificate (GTlsCertificateFlags flags)
{
  static const struct { GTlsCertificateFlags flag; const char *text; } reasons[] = {
    { G_TLS_CERTIFICATE_UNKNOWN_CA, "signed by an unknown authority" },
    { G_TLS_CERTIFICATE_BAD_IDENTITY, "made for another host" },
    { G_TLS_CERTIFICATE_NOT_ACTIVATED, "not valid yet" },
    { G_TLS_CERTIFICATE_EXPIRED, "expired" },
    { G_TLS_CERTIFICATE_REVOKED, "revoked" },
    { G_TLS_CERTIFICATE_INSECURE, "of an insecure kind" },
    { G_TLS_CERTIFICATE_GENERIC_ERROR, "not valid" },
  };
  g_autoptr(GPtrArray) texts = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if ((flags & reasons[i].flag) != 0)
      g_ptr_array_add (texts, (gpointer) reasons[i].text);
  g_ptr_array_add (texts, NULL);

  return g_strjoinv (", ", (char **) texts->pdata);
}
