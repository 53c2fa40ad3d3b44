/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ConfabJsonWriter ConfabJsonWriter;

ConfabJsonWriter *confab_json_writer_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void              confab_json_writer_free         (ConfabJsonWriter *self);
char             *confab_json_writer_finish       (ConfabJsonWriter *self) G_GNUC_WARN_UNUSED_RESULT;

void              confab_json_writer_begin_object (ConfabJsonWriter *self);
void              confab_json_writer_end_object   (ConfabJsonWriter *self);
void              confab_json_writer_begin_array  (ConfabJsonWriter *self);
void              confab_json_writer_end_array    (ConfabJsonWriter *self);
void              confab_json_writer_add_name     (ConfabJsonWriter *self,
                                                   const char       *name);

void              confab_json_writer_add_string   (ConfabJsonWriter *self,
                                                   const char       *value);
void              confab_json_writer_add_data     (ConfabJsonWriter *self,
                                                   const char       *prefix,
                                                   GBytes           *data);
void              confab_json_writer_add_int      (ConfabJsonWriter *self,
                                                   gint64            value);
void              confab_json_writer_add_double   (ConfabJsonWriter *self,
                                                   double            value);
void              confab_json_writer_add_boolean  (ConfabJsonWriter *self,
                                                   gboolean          value);
void              confab_json_writer_add_null     (ConfabJsonWriter *self);
void              confab_json_writer_add_raw      (ConfabJsonWriter *self,
                                                   const char       *json);

void              confab_json_writer_set_string   (ConfabJsonWriter *self,
                                                   const char       *name,
                                                   const char       *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabJsonWriter, confab_json_writer_free)

G_END_DECLS
