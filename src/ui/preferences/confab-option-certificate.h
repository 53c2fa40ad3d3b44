/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-option-field.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_OPTION_CERTIFICATE (confab_option_certificate_get_type ())
G_DECLARE_FINAL_TYPE (ConfabOptionCertificate, confab_option_certificate, CONFAB, OPTION_CERTIFICATE, ConfabOptionField)

G_END_DECLS
