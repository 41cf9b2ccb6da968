SELECT name FROM pragma_index_list(?1) WHERE origin = 'c' AND partial = 0
