/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-secret"

#include "config.h"

#include "confab-secret.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/**
 * ConfabSecret:
 *
 * A key or token in memory that is never written to swap or to a core dump, and is wiped when the
 * last reference goes.
 *
 * Immutable, hence usable from any thread. It has no way to be printed: whoever needs the bytes
 * peeks at them for the one header or the one keyring call they are meant for.
 */
struct _ConfabSecret
{
  gatomicrefcount ref_count;
  gsize           mapped_bytes;
  gsize           length;
  char           *text;         /* owned mapping, NUL-terminated */
};

G_DEFINE_BOXED_TYPE (ConfabSecret, confab_secret, confab_secret_ref, confab_secret_unref)

/**
 * confab_secret_new:
 * @text: the secret's bytes, without NUL inside
 * @length: how many bytes, or -1 for up to the NUL
 *
 * Copies a secret into pages of its own. The caller still has to wipe @text.
 *
 * Returns: (transfer full): the secret
 */
ConfabSecret *
confab_secret_new (const char *text,
                   gssize      length)
{
  const gsize page_bytes = sysconf (_SC_PAGESIZE);
  ConfabSecret *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (ConfabSecret, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->length = length < 0 ? strlen (text) : (gsize) length;
  self->mapped_bytes = (self->length / page_bytes + 1) * page_bytes;
  self->text = mmap (NULL, self->mapped_bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (self->text == MAP_FAILED)
    g_error ("Out of memory for a secret");

  /* Both are refused in some sandboxes. A secret that may be paged out is then still better than
   * no secret, so the answer is not looked at. */
  (void) mlock (self->text, self->mapped_bytes);
  (void) madvise (self->text, self->mapped_bytes, MADV_DONTDUMP);

  memcpy (self->text, text, self->length);
  self->text[self->length] = '\0';

  return self;
}

/**
 * confab_secret_new_trimmed:
 * @text: what a person pasted or a file holds
 *
 * Like [ctor@Secret.new], without the white space around it that pasting brings along.
 *
 * Returns: (transfer full): the secret, possibly of length 0
 */
ConfabSecret *
confab_secret_new_trimmed (const char *text)
{
  const char *end;

  g_return_val_if_fail (text != NULL, NULL);

  while (g_ascii_isspace (*text))
    text++;
  end = text + strlen (text);
  while (end > text && g_ascii_isspace (end[-1]))
    end--;

  return confab_secret_new (text, end - text);
}

/**
 * confab_secret_ref:
 * @self: a secret
 *
 * Returns: (transfer full): the same secret
 */
ConfabSecret *
confab_secret_ref (ConfabSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * confab_secret_unref:
 * @self: (transfer full): a secret
 *
 * Gives up a reference; the last one wipes the bytes.
 */
void
confab_secret_unref (ConfabSecret *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  explicit_bzero (self->text, self->mapped_bytes);
  munmap (self->text, self->mapped_bytes);
  g_free (self);
}

/**
 * confab_secret_peek:
 * @self: a secret
 *
 * Returns: (transfer none): the bytes, NUL-terminated; valid as long as the reference
 */
const char *
confab_secret_peek (const ConfabSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

/**
 * confab_secret_get_length:
 * @self: a secret
 *
 * Returns: its length in bytes
 */
gsize
confab_secret_get_length (const ConfabSecret *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

/**
 * confab_secret_equal:
 * @a: (nullable): a secret
 * @b: (nullable): another
 *
 * Returns: whether both hold the same bytes, or both are %NULL
 */
gboolean
confab_secret_equal (const ConfabSecret *a,
                     const ConfabSecret *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return a->length == b->length && memcmp (a->text, b->text, a->length) == 0;
}

/**
 * confab_secret_wipe:
 * @text: (nullable): a string that held a secret
 *
 * Overwrites a copy in ordinary memory. Does not free it.
 */
void
confab_secret_wipe (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
}

/**
 * confab_secret_forbid_core_dumps:
 *
 * Keeps what happens to be in memory out of the file, or the report, that is made of a crash: on its
 * way to the keyring and into a request a key passes through buffers of libraries too. For the
 * beginning of a program. Whoever looks for an error can attach a debugger, or allow it again by
 * `prlimit`, as the upper limit is left as it is.
 */
void
confab_secret_forbid_core_dumps (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_CORE, &limit) != 0)
    return;

  /* Lowering a limit of one's own cannot fail. */
  limit.rlim_cur = 0;
  (void) setrlimit (RLIMIT_CORE, &limit);
}
