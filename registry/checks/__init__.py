"""What belongs to no single register: rules of the whole household and of data quality, the class a standard gives."""
