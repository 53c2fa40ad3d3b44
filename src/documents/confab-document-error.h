/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabDocumentError:
 *
 * Why a file cannot be attached. The message is what the system or a decoder said.
 */
typedef enum
{
  CONFAB_DOCUMENT_ERROR_NOT_FOUND,    /* there is no such file */
  CONFAB_DOCUMENT_ERROR_FORBIDDEN,    /* it may not be read */
  CONFAB_DOCUMENT_ERROR_NO_FILE,      /* a folder, a device, a pipe */
  CONFAB_DOCUMENT_ERROR_EMPTY,        /* nothing in it */
  CONFAB_DOCUMENT_ERROR_TOO_LARGE,    /* more than is read at all */
  CONFAB_DOCUMENT_ERROR_BAD_PICTURE,  /* damaged, or of a kind that cannot be decoded here */
  CONFAB_DOCUMENT_ERROR_TOO_MANY_PIXELS, /* decoded it would fill the memory */
  CONFAB_DOCUMENT_ERROR_NOT_TEXT,     /* text was expected */
  CONFAB_DOCUMENT_ERROR_ENCRYPTED,    /* a password is wanted */
  CONFAB_DOCUMENT_ERROR_DAMAGED,      /* no document, whatever it is called */
  CONFAB_DOCUMENT_ERROR_NO_TEXT,      /* its pages are pictures */
  CONFAB_DOCUMENT_ERROR_NO_READER,    /* nothing here can read text out of it */
  CONFAB_DOCUMENT_ERROR_TOO_SLOW,     /* reading took too long or too much memory */
  CONFAB_DOCUMENT_ERROR_FAILED,       /* anything else */
} ConfabDocumentError;

#define CONFAB_DOCUMENT_ERROR (confab_document_error_quark ())

GQuark confab_document_error_quark (void);

G_END_DECLS
