/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabNetError:
 *
 * Errors of a connection. Answers with an error status are not among them.
 */
typedef enum
{
  CONFAB_NET_ERROR_BAD_URI,  /* not an http or https address */
  CONFAB_NET_ERROR_RESOLVE,  /* the host name is not known */
  CONFAB_NET_ERROR_REFUSED,  /* nothing listens there */
  CONFAB_NET_ERROR_UNREACHABLE,  /* no way there */
  CONFAB_NET_ERROR_CONNECT_TIMEOUT,
  CONFAB_NET_ERROR_FIRST_BYTE_TIMEOUT,  /* connected, but no answer began */
  CONFAB_NET_ERROR_IDLE_TIMEOUT,  /* the answer began and then fell silent */
  CONFAB_NET_ERROR_TLS,  /* the certificate or the handshake is not acceptable */
  CONFAB_NET_ERROR_CUT,  /* the connection ended before the answer did */
  CONFAB_NET_ERROR_PROXY,  /* the proxy failed */
  CONFAB_NET_ERROR_PROTOCOL,  /* not HTTP */
  CONFAB_NET_ERROR_TOO_LARGE,  /* a body over the limit that the caller set */
  CONFAB_NET_ERROR_FAILED,  /* anything else */
  CONFAB_NET_ERROR_PRIVATE_ADDRESS,  /* the name leads to an address that was not allowed */
  CONFAB_NET_ERROR_PLAIN_HTTP,  /* a key would go over the internet in plain text */
  CONFAB_NET_ERROR_PIN,  /* the certificate is not the one that was pinned */
  CONFAB_NET_ERROR_POLICY,  /* what was set for the connection makes no sense */
} ConfabNetError;

#define CONFAB_NET_ERROR (confab_net_error_quark ())

GQuark confab_net_error_quark (void);

G_END_DECLS
