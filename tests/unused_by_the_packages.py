"""What nothing in the three packages names, and is used all the same: a reason a line. Read by vulture alone."""

_.model_config  # pydantic reads it
_.secrets_dir  # read from the environment before there are settings; here it has its description
_.__call__  # the parameters of an address, which a type has to say
_.fjernet  # a field of KL's file of what is removed, read by the name it has there
_.udgave  # the same
_.raad  # the same, of the rules of advice
_.vores  # a field of KL's file of rules, read by the name it has there
_.FRITEKST  # a kind in KL's file of questions, read by its value
_.impl  # SQLAlchemy reads it of a column's type
_.cache_ok  # the same
_.process_bind_param  # SQLAlchemy calls it
_.process_result_value  # the same
_.isolation_level  # set for the sqlite3 driver
_.from_property  # set on the SDK's activity, which is sent
_.locale  # the same
_.entities  # the same
_._body  # set on the SDK's answer, which it reads
_.pipeline  # set on the SDK's client, which sends by it
_.create_system  # set for zipfile: the package is the same bytes on every system
_.external_attr  # the same
_.freeze_panes  # set on a sheet, which openpyxl writes
_.alignment  # the same of a cell
_.data_type  # the same
_.errorTitle  # the same of a cell's list of choices
_.showErrorMessage  # the same
_.buffer_text  # set for expat
_.StartDoctypeDeclHandler  # called by expat
_.StartElementHandler  # the same
_.EndElementHandler  # the same
_.CharacterDataHandler  # the same
_.bundle_id  # part of the key that facts are kept by
_.undelivered  # tests ask it whether anything waits; by the same conditions as messages are taken, so it stands there
_.pids  # tests end the workers' processes as a machine would, and nothing else knows which they are
_.HEADS  # the key words that text follows; the sentences in the files are held to it
_.counter_examples  # read of the files and held against every sentence by a test
_.KINDS  # the slots there are; the sentences in the files are held to it
_.margin_bottom  # set on a slide, which python-pptx writes
_.margin_top  # set on a slide, which python-pptx writes
_.vertical_anchor  # set on a slide, which python-pptx writes
_.space_before  # set on a slide, which python-pptx writes
_.first_col  # set on a slide, which python-pptx writes
_.horz_banding  # set on a slide, which python-pptx writes
_.margin_left  # set on a slide, which python-pptx writes
_.margin_right  # set on a slide, which python-pptx writes
_.rgb  # set on a slide, which python-pptx writes
_.language_id  # set on a slide, which python-pptx writes
_.word_wrap  # set on a slide, which python-pptx writes
_.slide_height  # set on a slide master, which python-pptx writes
_.slide_width  # set on a slide master, which python-pptx writes
_.author  # set on a slide master, which python-pptx writes
_.last_modified_by  # set on a slide master, which python-pptx writes
_.comments  # set on a slide master, which python-pptx writes
_.created  # set on a slide master, which python-pptx writes
_.modified  # set on a slide master, which python-pptx writes
_._blob  # set on a slide master, which python-pptx writes
_.compress_type  # set on a zip's entry, which zipfile writes
_.creator  # set on a sheet, which openpyxl writes
_.lastModifiedBy  # set on a sheet, which openpyxl writes
_.tableStyleInfo  # set on a sheet, which openpyxl writes
_.print_title_rows  # set on a sheet, which openpyxl writes
_.fitToHeight  # set on a sheet, which openpyxl writes
_.orientation  # set on a sheet, which openpyxl writes
_.paperSize  # set on a sheet, which openpyxl writes
_.fitToPage  # set on a sheet, which openpyxl writes
_.quotePrefix  # set on a sheet, which openpyxl writes
_.space_after  # set on a paragraph or table, which python-docx writes
_.first_line_indent  # set on a paragraph or table, which python-docx writes
_.left_indent  # set on a paragraph or table, which python-docx writes
_.page_break_before  # set on a paragraph or table, which python-docx writes
_.right_indent  # set on a paragraph or table, which python-docx writes
_.keep_with_next  # set on a paragraph or table, which python-docx writes
_.autofit  # set on a paragraph or table, which python-docx writes
_.line_spacing  # set on a paragraph or table, which python-docx writes
_.underline  # set on a paragraph or table, which python-docx writes
_.italic  # set on a paragraph or table, which python-docx writes
_.page_height  # set on a paragraph or table, which python-docx writes
_.page_width  # set on a paragraph or table, which python-docx writes
_.left_margin  # set on a paragraph or table, which python-docx writes
_.right_margin  # set on a paragraph or table, which python-docx writes
_.bottom_margin  # set on a paragraph or table, which python-docx writes
_.top_margin  # set on a paragraph or table, which python-docx writes
_.formatException  # called by the standard library of the log
