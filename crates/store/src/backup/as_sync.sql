UPDATE write_context SET role = 'sync'
