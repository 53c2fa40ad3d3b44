/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-connection-policy"

#include "config.h"

#include "confab-connection-policy.h"

#include "confab-certificate-reader.h"
#include "confab-net-error.h"

#define DIRECT "direct://"

/**
 * ConfabConnectionPolicy:
 *
 * How connections are made: through which proxy, and whose certificates are accepted beyond those
 * that the system trusts. Immutable, and a value: two of them are the same when they say the same.
 *
 * There is no policy that accepts whatever comes.
 */
struct _ConfabConnectionPolicy
{
  gatomicrefcount  ref_count;

  char            *proxy;        /* owned, nullable: a URI, `direct://` for none, %NULL for the desktop's */
  char            *authorities;  /* owned, nullable: PEM */
  char            *pin;          /* owned, nullable: 64 hexadecimal digits */
};

G_DEFINE_BOXED_TYPE (ConfabConnectionPolicy, confab_connection_policy,
                     confab_connection_policy_ref, confab_connection_policy_unref)

static char *
normalize_proxy (const char  *proxy,
                 GError     **error)
{
  static const struct { const char *written, *scheme; int port; } kinds[] = {
    { "http", "http", 80 },
    { "https", "https", 443 },
    { "socks5", "socks5", 1080 },
    { "socks5h", "socks5", 1080 },
  };
  g_autoptr(GUri) uri = NULL;

  if (g_ascii_strcasecmp (proxy, "direct") == 0 || g_ascii_strcasecmp (proxy, DIRECT) == 0)
    return g_strdup (DIRECT);

  uri = g_uri_parse (proxy, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_PARSE_RELAXED, NULL);
  for (gsize i = 0; uri != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (g_uri_get_scheme (uri), kinds[i].written) &&
        g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
        (*g_uri_get_path (uri) == '\0' || g_str_equal (g_uri_get_path (uri), "/")))
      return g_uri_join_with_user (G_URI_FLAGS_HAS_PASSWORD, kinds[i].scheme, g_uri_get_user (uri),
                                   g_uri_get_password (uri), NULL, g_uri_get_host (uri),
                                   g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : kinds[i].port,
                                   "", NULL, NULL);

  /* What was written is not repeated, for there may be a password in it. */
  g_set_error_literal (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_POLICY,
                       "the proxy is neither “direct” nor the address of an http, https or socks5 proxy");
  return NULL;
}

/**
 * confab_connection_policy_new:
 * @proxy: (nullable): `direct` for none, or the `http`, `https` or `socks5` address of one; %NULL for
 *   what the desktop says
 * @authorities: (nullable): PEM of certificates whose word counts in addition to those that the system
 *   trusts
 * @pin: (nullable): fingerprint, SHA-256 in hexadecimal digits, of the one certificate to accept; it
 *   is accepted whatever is wrong with it, and no other one is, even if the system trusts it
 * @error: return location
 *
 * Makes a policy. Whether @authorities can be read shows when a connection is made.
 *
 * Returns: (transfer full): the policy, or %NULL with %CONFAB_NET_ERROR_POLICY
 */
ConfabConnectionPolicy *
confab_connection_policy_new (const char  *proxy,
                              const char  *authorities,
                              const char  *pin,
                              GError     **error)
{
  g_autoptr(ConfabConnectionPolicy) self = g_new0 (ConfabConnectionPolicy, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->authorities = g_strdup (authorities);

  if (proxy != NULL && (self->proxy = normalize_proxy (proxy, error)) == NULL)
    return NULL;
  if (pin != NULL && (self->pin = confab_certificate_normalize_sha256 (pin)) == NULL)
    {
      g_set_error_literal (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_POLICY,
                           "the fingerprint of the pinned certificate is not a SHA-256");
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * confab_connection_policy_ref:
 * @self: a policy
 *
 * Returns: (transfer full): the same policy
 */
ConfabConnectionPolicy *
confab_connection_policy_ref (ConfabConnectionPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * confab_connection_policy_unref:
 * @self: (transfer full): a policy
 *
 * Gives up a reference.
 */
void
confab_connection_policy_unref (ConfabConnectionPolicy *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->proxy);
  g_free (self->authorities);
  g_free (self->pin);
  g_free (self);
}

/**
 * confab_connection_policy_equal:
 * @a: (type ConfabConnectionPolicy): a policy
 * @b: (type ConfabConnectionPolicy): another one
 *
 * Returns: whether they say the same
 */
gboolean
confab_connection_policy_equal (gconstpointer a,
                                gconstpointer b)
{
  const ConfabConnectionPolicy *first = a;
  const ConfabConnectionPolicy *second = b;

  return g_strcmp0 (first->proxy, second->proxy) == 0 &&
         g_strcmp0 (first->authorities, second->authorities) == 0 &&
         g_strcmp0 (first->pin, second->pin) == 0;
}

static guint
hash_text (const char *text)
{
  return text != NULL ? g_str_hash (text) : 0;
}

/**
 * confab_connection_policy_hash:
 * @self: (type ConfabConnectionPolicy): a policy
 *
 * Returns: a number that is the same for equal policies
 */
guint
confab_connection_policy_hash (gconstpointer self)
{
  const ConfabConnectionPolicy *policy = self;

  return (hash_text (policy->proxy) * 31 + hash_text (policy->authorities)) * 31 + hash_text (policy->pin);
}

/**
 * confab_connection_policy_dup_unpinned:
 * @self: a policy
 *
 * Returns: (transfer full): the same for another host, which cannot have the pinned certificate
 */
ConfabConnectionPolicy *
confab_connection_policy_dup_unpinned (ConfabConnectionPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return confab_connection_policy_new (self->proxy, self->authorities, NULL, NULL);
}

/**
 * confab_connection_policy_get_proxy:
 * @self: a policy
 *
 * Returns: (transfer none) (nullable): the address of the proxy, which may have a password in it;
 *   `direct://` for none, %NULL for the desktop's
 */
const char *
confab_connection_policy_get_proxy (ConfabConnectionPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->proxy;
}

/**
 * confab_connection_policy_get_authorities:
 * @self: a policy
 *
 * Returns: (transfer none) (nullable): the additional certificates in PEM
 */
const char *
confab_connection_policy_get_authorities (ConfabConnectionPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->authorities;
}

/**
 * confab_connection_policy_get_pin:
 * @self: a policy
 *
 * Returns: (transfer none) (nullable): the fingerprint of the pinned certificate
 */
const char *
confab_connection_policy_get_pin (ConfabConnectionPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->pin;
}

/**
 * confab_connection_policy_judge:
 * @self: a policy
 * @authorities: (nullable) (element-type GTlsCertificate): its additional certificates, read
 * @certificate: what a server offers, with what it sent along to vouch for it
 * @flags: what the system finds wrong with it
 * @identity: (nullable): what host it has to be made for
 *
 * Returns: whether the connection may be used
 */
ConfabTrust
confab_connection_policy_judge (ConfabConnectionPolicy *self,
                                GPtrArray              *authorities,
                                GTlsCertificate        *certificate,
                                GTlsCertificateFlags    flags,
                                GSocketConnectable     *identity)
{
  g_return_val_if_fail (self != NULL, CONFAB_TRUST_REFUSED);
  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), CONFAB_TRUST_REFUSED);

  if (self->pin != NULL)
    {
      g_autofree char *sha256 = confab_certificate_reader_dup_sha256 (certificate);

      return g_str_equal (sha256, self->pin) ? CONFAB_TRUST_ACCEPTED : CONFAB_TRUST_CHANGED;
    }
  if (flags == G_TLS_CERTIFICATE_NO_FLAGS)
    return CONFAB_TRUST_ACCEPTED;

  /* Without a host to compare with, any certificate of theirs would do. */
  for (guint i = 0; identity != NULL && authorities != NULL && i < authorities->len; i++)
    if (g_tls_certificate_verify (certificate, identity, g_ptr_array_index (authorities, i)) ==
        G_TLS_CERTIFICATE_NO_FLAGS)
      return CONFAB_TRUST_ACCEPTED;

  return CONFAB_TRUST_REFUSED;
}
