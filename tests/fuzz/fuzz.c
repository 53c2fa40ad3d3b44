/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"

#include <signal.h>
#include <stdlib.h>
#include <zlib.h>

/* A message of Amazon's event stream: its length, that of its headers, a checksum of these; then
 * headers and payload; and a checksum of it all. */
#define PRELUDE_BYTES 12
#define CHECKSUM_BYTES 4

static void
trap_cb (int number)
{
  abort ();
}

/* GLib ends with a trap where something is wrong, which libFuzzer does not know: it would not keep
 * the input. */
void
fuzz_init (void)
{
  signal (SIGTRAP, trap_cb);
}

static guint32
read_uint32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

static void
write_uint32 (guint8  *bytes,
              guint32  number)
{
  bytes[0] = number >> 24;
  bytes[1] = number >> 16;
  bytes[2] = number >> 8;
  bytes[3] = number;
}

/* No fuzzer guesses a checksum, so those of what may be messages of an event stream are made right.
 * Nothing else begins with a byte that is zero.
 *
 * Returns: (transfer full): a copy of exactly @size bytes */
guint8 *
fuzz_repair_checksums (const guint8 *data,
                       gsize         size)
{
  guint8 *copy = g_memdup2 (data, size);

  for (gsize at = 0; size - at >= PRELUDE_BYTES + CHECKSUM_BYTES && copy[at] == 0;)
    {
      const gsize length = read_uint32 (copy + at);

      write_uint32 (copy + at + PRELUDE_BYTES - CHECKSUM_BYTES,
                    crc32 (0, copy + at, PRELUDE_BYTES - CHECKSUM_BYTES));
      if (length < PRELUDE_BYTES + CHECKSUM_BYTES || length > size - at)
        break;

      write_uint32 (copy + at + length - CHECKSUM_BYTES, crc32 (0, copy + at, length - CHECKSUM_BYTES));
      at += length;
    }

  return copy;
}
